using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class WalletStoreContract
{
    [Fact]
    public async Task A_run_is_finished_once()
    {
        var store = await StoreAsync();
        var run = Run(_wallet);
        await store.CommitAsync(Commit(run, basis: null, upserts: Positions(1)), Token);

        var finishers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => store.FinishAsync(run, Finish(), Token))));

        var finish = Assert.Single(finishers, finish => finish is not null)!;
        Assert.Equal(RunStatus.Completed, (await StateAsync(store))!.Status);
        var record = await store.FindRunAsync(_wallet, run.RunId, Token);
        Assert.Equal((RunStatus.Completed, finish.Total), (record!.Status, record.Total));
    }

    [Fact]
    public async Task A_commit_can_finish_its_run()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        var basis = await store.CommitAsync(Commit(run, basis: null), Token);

        var state = await store.CommitAsync(Commit(run, basis, Mark(run, 1), PositionsIn(1, 2), finish: Finish(RunStatus.Partial, "some rows are missing")), Token);

        Assert.Equal(RunStatus.Partial, state!.Status);
        Assert.Null(await store.FinishAsync(run, Finish(), Token));
        Assert.Equal("some rows are missing", (await store.FindRunAsync(_wallet, run.RunId, Token))!.Reason);
    }

    [Fact]
    public async Task A_commit_that_finishes_on_an_old_state_writes_nothing()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 3);
        var basis = await store.CommitAsync(Commit(run, basis: null), Token);
        await store.CommitAsync(Commit(run, basis, Mark(run, 1)), Token);

        var state = await store.CommitAsync(Commit(run, basis, Mark(run, 2), PositionsIn(2, 3), finish: Finish()), Token);

        Assert.Null(state);
        Assert.Null(await store.FindRunAsync(_wallet, run.RunId, Token));
        await AssertPositionsAsync([]);
    }

    [Fact]
    public async Task Only_the_stored_attempt_can_be_finished()
    {
        var store = await StoreAsync();
        var old = Run(_wallet);
        var newer = Run(_wallet, minutes: 5);

        Assert.Null(await store.FinishAsync(old, Finish(), Token));
        var basis = await store.CommitAsync(Commit(old, basis: null), Token);
        await store.CommitAsync(Commit(newer, basis), Token);

        Assert.Null(await store.FinishAsync(old, Finish(), Token));
        Assert.Equal(RunStatus.Running, (await StateAsync(store))!.Status);
        Assert.Null(await store.FindRunAsync(_wallet, old.RunId, Token));
        Assert.NotNull(await store.FinishAsync(newer, Finish(), Token));
    }

    [Fact]
    public async Task An_unknown_run_is_not_found() => Assert.Null(await (await StoreAsync()).FindRunAsync(_wallet, "run-1", Token));

    [Theory]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Partial)]
    public async Task A_failed_run_of_an_unknown_wallet_is_recorded(RunStatus status)
    {
        var store = await StoreAsync();
        var failure = Failure(status: status);

        await store.FailAsync(_wallet, failure, Token);
        await store.FailAsync(_wallet, failure, Token);

        var state = await StateAsync(store);
        Assert.Null(state!.Run);
        Assert.Empty(state.Marks);
        Assert.Equal(status, state.Status);
        Assert.Equal(new RunRecord
        {
            Wallet = _wallet, RunId = failure.RunId, Status = status, Reason = failure.Reason, StartedAt = failure.StartedAt, FinishedAt = failure.FailedAt,
        }, await store.FindRunAsync(_wallet, failure.RunId, Token));
    }

    [Fact]
    public async Task A_failed_run_keeps_the_positions_of_the_last_good_one()
    {
        var store = await StoreAsync();
        var good = Run(_wallet);
        await store.CommitAsync(Commit(good, basis: null, upserts: Positions(3), finish: Finish()), Token);

        await store.FailAsync(_wallet, Failure("run-2", 10), Token);

        var state = await StateAsync(store);
        Assert.Equal((RunStatus.Failed, good.Attempt), (state!.Status, state.Run!.Attempt));
        Assert.Equal([KeyOf()], state.Marks.Keys);
        Assert.Equal(RunStatus.Failed, (await store.FindRunAsync(_wallet, "run-2", Token))!.Status);
        Assert.Equal(RunStatus.Completed, (await store.FindRunAsync(_wallet, good.RunId, Token))!.Status);
        await AssertPositionsAsync(Positions(3));
    }

    [Fact]
    public async Task A_failed_run_does_not_touch_a_newer_one()
    {
        var store = await StoreAsync();
        var newer = Run(_wallet, "new", 10);
        var state = await store.CommitAsync(Commit(newer, basis: null, finish: Finish()), Token);

        await store.FailAsync(_wallet, Failure("old"), Token);

        var after = (await StateAsync(store))!;
        AssertSame(state! with { Version = after.Version }, after);
        Assert.Equal(RunStatus.Failed, (await store.FindRunAsync(_wallet, "old", Token))!.Status);
    }

    [Fact]
    public async Task An_older_failure_does_not_replace_a_newer_one()
    {
        var store = await StoreAsync();
        await store.FailAsync(_wallet, Failure("new", 10, RunStatus.Partial), Token);
        await store.FailAsync(_wallet, Failure("old"), Token);

        Assert.Equal(RunStatus.Partial, (await StateAsync(store))!.Status);
        Assert.NotNull(await store.FindRunAsync(_wallet, "old", Token));
    }

    [Fact]
    public async Task A_run_in_progress_continues_when_a_later_one_fails()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        await store.CommitAsync(Commit(run, basis: null), Token);
        await store.FailAsync(_wallet, Failure("later", 5), Token);

        var state = await StateAsync(store);
        Assert.Equal(RunStatus.Running, state!.Status);
        Assert.NotNull(await store.CommitAsync(Commit(run, state, Mark(run, 1), finish: Finish()), Token));
        Assert.Equal(RunStatus.Failed, (await StateAsync(store))!.Status);
        Assert.Equal(RunStatus.Completed, (await store.FindRunAsync(_wallet, run.RunId, Token))!.Status);
    }

    [Theory]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Partial)]
    public async Task A_run_that_failed_midway_is_reported_as_failed_until_all_its_chunks_are_stored(RunStatus status)
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        await store.CommitAsync(Commit(run, basis: null), Token);

        await store.FailAsync(_wallet, Failure(run.RunId, status: status), Token);
        var givenUp = await StateAsync(store);
        var replayed = await store.CommitAsync(Commit(run, givenUp, Mark(run, 1)), Token);
        var isFinished = await store.FinishAsync(run, Finish(), Token) is not null;

        Assert.Equal((status, false), (givenUp!.Status, givenUp.Finish is not null));
        Assert.Equal((RunStatus.Running, true), (replayed!.Status, isFinished));
        Assert.True(await StateAsync(store) is { Status: RunStatus.Completed, Finish: not null });
        Assert.Equal(RunStatus.Completed, (await store.FindRunAsync(_wallet, run.RunId, Token))!.Status);
    }

    [Fact]
    public async Task A_wallet_that_failed_first_can_be_synced_later()
    {
        var store = await StoreAsync();
        await store.FailAsync(_wallet, Failure("run-1"), Token);
        var run = Run(_wallet, "run-2", 10);

        var unaware = await store.CommitAsync(Commit(run, basis: null, upserts: Positions(2)), Token);
        var state = await store.CommitAsync(Commit(run, await StateAsync(store), upserts: Positions(2), finish: Finish()), Token);

        Assert.Null(unaware);
        Assert.Equal((RunStatus.Completed, run.Attempt), (state!.Status, state.Run!.Attempt));
        await AssertPositionsAsync(Positions(2));
    }

    async Task<WalletState?> StateAsync(IWalletStore store) => (await store.ReadRangeAsync(_wallet, Everything, Token)).State;
}
