using System.Numerics;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IWalletReader"/> promises of what its store was given. Derive once per adapter.</summary>
public abstract class WalletReaderContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A wallet of its own for every test, so that adapters may share one database.</summary>
    readonly string _wallet = $"0x{Guid.NewGuid():N}";

    /// <summary>The store to write to and the reader under test.</summary>
    protected abstract (IWalletStore Store, IWalletReader Reader) Open();

    [Fact]
    public async Task An_unknown_wallet_has_neither_progress_nor_content()
    {
        var (_, reader) = Open();

        Assert.Null(await reader.FindAsync(_wallet, Token));
        Assert.Null(await reader.FindContentAsync(_wallet, Token));
    }

    [Fact]
    public async Task A_running_run_has_its_checkpoints_and_no_result()
    {
        var (store, reader) = Open();
        var run = Run(_wallet, chunks: 2);
        await store.CommitAsync(Commit(run, basis: null, Mark(run), Positions(3)), Token);

        var progress = await reader.FindAsync(_wallet, Token);

        Assert.Equal((RunStatus.Running, run.Attempt), (progress!.Status, progress.Run!.Attempt));
        Assert.Equal(Mark(run), Assert.Single(progress.Marks).Value);
        Assert.Null(progress.Finish);
        Assert.Null(progress.Failure);
    }

    [Fact]
    public async Task A_finished_run_has_its_result()
    {
        var (store, reader) = Open();
        var run = Run(_wallet);
        var finish = Finish(RunStatus.Partial, "the response was cut");
        await store.CommitAsync(Commit(run, basis: null, finish: finish), Token);

        var progress = await reader.FindAsync(_wallet, Token);

        Assert.Equal(finish, progress!.Finish);
        Assert.Null(progress.Failure);
    }

    [Fact]
    public async Task A_failure_after_a_finished_run_is_reported_and_the_positions_stay()
    {
        var (store, reader) = Open();
        var run = Run(_wallet);
        await store.CommitAsync(Commit(run, basis: null, upserts: Positions(3), finish: Finish()), Token);
        var failure = Failure("run-2", minutes: 5);
        await store.FailAsync(_wallet, failure, Token);

        var content = await reader.FindContentAsync(_wallet, Token);

        Assert.Equal(failure, content!.State.Failure);
        Assert.Equal(run.Attempt, content.State.Run!.Attempt);
        Assert.Equal(3, content.Positions.Count);
    }

    [Fact]
    public async Task A_wallet_that_only_ever_failed_has_content_without_positions()
    {
        var (store, reader) = Open();
        await store.FailAsync(_wallet, Failure(), Token);

        var content = await reader.FindContentAsync(_wallet, Token);

        Assert.Null(content!.State.Run);
        Assert.Equal(Failure(), content.State.Failure);
        Assert.Empty(content.Positions);
    }

    [Fact]
    public async Task Positions_come_back_exactly_and_in_order_of_their_ids()
    {
        var (store, reader) = Open();
        var run = Run(_wallet);
        var largest = BigInteger.Pow(2, 256) - 1;
        var plain = Position(1, largest);
        var pooled = Sync.Positions.Position.From(plain.Row with
        {
            Type = "staked", Protocol = "Protocol", GroupId = "group", PoolAddress = "0xpool", Name = "Supplied", RawAmount = 0, Decimals = 0,
            Scale = 1.0025m, ValueUsd = 900.123456789012345678m,
        });
        await store.CommitAsync(Commit(run, basis: null, upserts: [plain, pooled, .. Positions(50, first: 10)]), Token);

        var content = await reader.FindContentAsync(_wallet, Token);

        Assert.Equal(52, content!.Positions.Count);
        Assert.Equal(content.Positions.Select(position => position.Id).Order(StringComparer.Ordinal), content.Positions.Select(position => position.Id));
        Assert.Equal(
            new WalletPosition
            {
                Id = pooled.Id, Asset = plain.Row.Asset, Type = "staked", Protocol = "Protocol", GroupId = "group", PoolAddress = "0xpool", Name = "Supplied",
                RawAmount = 0, Decimals = 0, Scale = 1.0025m, ValueUsd = 900.123456789012345678m, Provider = run.Provider, ChangedAt = run.StartedAt, Since = run.StartedAt,
            },
            content.Positions.Single(position => position.Id == pooled.Id));
        Assert.Equal(largest, content.Positions.Single(position => position.Id == plain.Id).RawAmount);
    }

    [Fact]
    public async Task A_position_that_changes_keeps_the_time_it_was_first_found()
    {
        var (store, reader) = Open();
        var first = Run(_wallet);
        var basis = await store.CommitAsync(Commit(first, basis: null, upserts: [Position(1, 5), Position(2, 5)], finish: Finish()), Token);
        var second = Run(_wallet, "run-2", minutes: 60);
        await store.CommitAsync(Commit(second, basis, upserts: [Position(1, 6), Position(3, 5)], finish: Finish()), Token);

        var content = await reader.FindContentAsync(_wallet, Token);

        Assert.Equal(
            [(first.StartedAt, second.StartedAt), (first.StartedAt, first.StartedAt), (second.StartedAt, second.StartedAt)],
            new[] { 1, 2, 3 }.Select(n => content!.Positions.Single(position => position.Id == Position(n, 5).Id)).Select(position => (position.Since, position.ChangedAt)));
    }

    [Fact]
    public async Task Run_records_and_snapshots_are_no_positions_and_other_wallets_are_not_seen()
    {
        var (store, reader) = Open();
        var run = Run(_wallet);
        await store.CommitAsync(Commit(run, basis: null, upserts: Positions(2), finish: Finish()), Token);
        var other = Run($"{_wallet}f");
        await store.CommitAsync(Commit(other, basis: null, upserts: Positions(5, first: 20), finish: Finish()), Token);

        var content = await reader.FindContentAsync(_wallet, Token);

        Assert.Equal(Positions(2).Select(position => position.Id).Order(StringComparer.Ordinal), content!.Positions.Select(position => position.Id));
    }
}
