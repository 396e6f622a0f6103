using AssetFunctions.Sync.Runs;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class WalletStoreContract
{
    [Fact]
    public async Task A_mark_takes_a_later_account_of_the_same_attempt()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        var state = await store.CommitAsync(Commit(run, basis: null, upserts: PositionsIn(0, 2, count: 2)), Token);
        var known = state!.Marks[KeyOf()];
        var amended = known with { Tally = known.Tally with { Requests = 77 } };

        var after = await store.CommitAsync(Commit(run, state, amended), Token);

        Assert.Equal(amended, after!.Marks[KeyOf()]);
        await AssertPositionsAsync(PositionsIn(0, 2, count: 2));
    }

    [Fact]
    public async Task A_chunk_whose_digest_is_stored_is_confirmed()
    {
        var store = await StoreAsync();
        var old = Run(_wallet, chunks: 2);
        var basis = await store.CommitAsync(Commit(old, basis: null, Mark(old, 0, "left"), PositionsIn(0, 2, count: 2)), Token);
        await store.CommitAsync(Commit(old, basis, Mark(old, 1, "right"), finish: Finish()), Token);
        var run = Run(_wallet, "run-2", 10, chunks: 2);
        var mark = Mark(run, 1, "right", new ChunkTally { Positions = 42 });

        var state = await store.TryConfirmAsync(run, mark, finish: null, Token);

        Assert.Equal(mark, state!.Marks[KeyOf(1, 2)]);
        Assert.Equal(old.StartedAt, state.Marks[KeyOf()].FetchedAt);
        Assert.Equal((run.Attempt, RunStatus.Running), (state.Run!.Attempt, state.Status));
        AssertSame(state, (await store.ReadRangeAsync(_wallet, Everything, Token)).State!);
        await AssertPositionsAsync(PositionsIn(0, 2, count: 2));
    }

    [Fact]
    public async Task A_chunk_of_a_new_wallet_is_not_confirmed()
    {
        var store = await StoreAsync();
        var run = Run(_wallet);

        Assert.Null(await store.TryConfirmAsync(run, Mark(run), finish: null, Token));
        Assert.Null((await store.ReadRangeAsync(_wallet, Everything, Token)).State);
    }

    public static TheoryData<double, int, string, string> ReasonsNotToConfirm() => new()
    {
        { 10, 0, "other digest", "another digest" },
        { 10, 0, "\" OR true OR \"", "a digest that tries to be a condition" },
        { 10, 1, "digest", "a chunk that has no mark" },
        { -10, 0, "digest", "an older run" },
        { 0, 0, "digest", "another run of the same instant" },
    };

    [Theory]
    [MemberData(nameof(ReasonsNotToConfirm))]
    public async Task A_chunk_is_not_confirmed_when_the_stored_checkpoint_has_another_digest(double minutes, int index, string digest, string reason)
    {
        Assert.NotEmpty(reason);
        var store = await StoreAsync();
        var stored = await store.CommitAsync(Commit(Run(_wallet, chunks: 2), basis: null), Token);
        var run = Run(_wallet, "run-2", minutes, chunks: 2);

        Assert.Null(await store.TryConfirmAsync(run, Mark(run, index, digest), finish: null, Token));
        AssertSame(stored!, (await store.ReadRangeAsync(_wallet, Everything, Token)).State!);
    }

    [Fact]
    public async Task A_chunk_of_a_run_that_is_still_running_may_be_confirmed_twice()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        await store.CommitAsync(Commit(run, basis: null), Token);

        Assert.NotNull(await store.TryConfirmAsync(run, Mark(run), finish: null, Token));
    }

    [Fact]
    public async Task A_finished_run_is_not_reopened_by_a_redelivered_message()
    {
        var store = await StoreAsync();
        var run = Run(_wallet);
        var finished = await store.CommitAsync(Commit(run, basis: null, upserts: Positions(2), finish: Finish()), Token);

        var confirmed = await store.TryConfirmAsync(run, Mark(run), finish: null, Token);
        var committed = await store.CommitAsync(Commit(run, finished, upserts: [Position(0, 77)]), Token);
        var committedAndFinished = await store.CommitAsync(Commit(run, finished, upserts: [Position(0, 77)], finish: Finish(RunStatus.Partial)), Token);
        var finishedAgain = await store.FinishAsync(run, Finish(RunStatus.Partial, "no"), Token);
        await store.FailAsync(_wallet, Failure(run.RunId, reason: "no"), Token);

        Assert.Equal((null, null, null, false), (confirmed, committed, committedAndFinished, finishedAgain is not null));
        AssertSame(finished!, (await store.ReadRangeAsync(_wallet, Everything, Token)).State!);
        Assert.Equal(RunStatus.Completed, (await store.FindRunAsync(_wallet, run.RunId, Token))!.Status);
        await AssertPositionsAsync(Positions(2));
    }

    [Fact]
    public async Task A_run_of_one_unchanged_chunk_is_confirmed_and_finished_at_once()
    {
        var store = await StoreAsync();
        var old = Run(_wallet);
        await store.CommitAsync(Commit(old, basis: null, upserts: Positions(2), finish: Finish()), Token);
        var run = Run(_wallet, "run-2", 10);

        var state = await store.TryConfirmAsync(run, Mark(run), Finish(RunStatus.Partial, "cut"), Token);
        var again = await store.TryConfirmAsync(run, Mark(run), Finish(), Token);

        Assert.Equal((RunStatus.Partial, run.Attempt), (state!.Status, state.LastFinish!.Attempt));
        AssertSame(state, (await store.ReadRangeAsync(_wallet, Everything, Token)).State!);
        Assert.Equal("cut", (await store.FindRunAsync(_wallet, run.RunId, Token))!.Reason);
        Assert.Null(again);
        await AssertPositionsAsync(Positions(2));
    }

    [Fact]
    public async Task The_first_run_of_a_day_is_not_finished_without_the_closing_value_of_the_day_before()
    {
        var store = await StoreAsync();
        var old = Run(_wallet);
        await store.CommitAsync(Commit(old, basis: null, finish: Finish()), Token);
        var run = Run(_wallet, "run-2", minutes: 24 * 60);

        Assert.Null(await store.TryConfirmAsync(run, Mark(run), Finish(), Token));
        Assert.Null(await store.FindRunAsync(_wallet, run.RunId, Token));
        Assert.NotNull(await store.TryConfirmAsync(run, Mark(run), finish: null, Token));
    }
}
