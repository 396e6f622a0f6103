using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class WalletStoreContract
{
    [Fact]
    public async Task A_commit_replaces_changed_positions_and_removes_vanished_ones()
    {
        var store = await StoreAsync();
        var first = Run(_wallet);
        var state = await store.CommitAsync(Commit(first, basis: null, upserts: Positions(3)), Token);
        var second = Run(_wallet, "run-2", minutes: 10);

        var after = await store.CommitAsync(Commit(second, state, upserts: [Position(1, 99), Position(7)], removals: [Position(2).Id]), Token);

        Assert.Equal(second.Attempt, after!.Run!.Attempt);
        await AssertPositionsAsync([Position(0), Position(1, 99), Position(7)]);
    }

    [Fact]
    public async Task Removing_a_position_that_is_already_gone_does_not_fail_a_commit()
    {
        var store = await StoreAsync();
        var state = await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(3)), Token);

        var after = await store.CommitAsync(
            Commit(Run(_wallet, "run-2", 10), state, upserts: [Position(5)], removals: [Position(0).Id, Position(77).Id]), Token);

        Assert.NotNull(after);
        await AssertPositionsAsync([Position(1), Position(2), Position(5)]);
    }

    [Fact]
    public async Task A_commit_that_assumes_a_known_wallet_is_new_writes_nothing()
    {
        var store = await StoreAsync();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(2)), Token);

        var after = await store.CommitAsync(
            Commit(Run(_wallet, "run-2", 10), basis: null, upserts: Positions(2, first: 10), removals: [Position(0).Id]), Token);

        Assert.Null(after);
        await AssertPositionsAsync(Positions(2));
    }

    [Fact]
    public async Task An_older_run_never_overwrites_a_newer_one()
    {
        var store = await StoreAsync();
        var old = Run(_wallet, "old");
        var newer = Run(_wallet, "new", minutes: 5);
        var basis = await store.CommitAsync(Commit(Run(_wallet, "oldest", -5), basis: null, upserts: Positions(2)), Token);
        var current = await store.CommitAsync(Commit(newer, basis, Mark(newer, digest: "new"), [Position(0, 500)]), Token);

        var late = await store.CommitAsync(Commit(old, basis, upserts: [Position(0, 1)], removals: [Position(1).Id]), Token);
        var lateAndInformed = await store.CommitAsync(Commit(old, current, upserts: [Position(0, 1)], removals: [Position(1).Id]), Token);
        var lateWithOtherBounds = await store.CommitAsync(Commit(old with { ChunkCount = 2 }, current, Mark(old with { ChunkCount = 2 }), PositionsIn(0, 2)), Token);
        var lateFinish = await store.CommitAsync(Commit(old, current, upserts: [Position(0, 1)], finish: Finish()), Token);

        Assert.All([late, lateAndInformed, lateWithOtherBounds, lateFinish], Assert.Null);
        await AssertPositionsAsync([Position(0, 500), Position(1)]);
        AssertSame(current!, (await store.ReadRangeAsync(_wallet, Everything, Token)).State!);
    }

    [Fact]
    public async Task A_later_attempt_of_a_run_supersedes_the_earlier_one()
    {
        var store = await StoreAsync();
        var first = Run(_wallet);
        var again = Run(_wallet, minutes: 3);
        var basis = await store.CommitAsync(Commit(first, basis: null, upserts: Positions(1), finish: Finish()), Token);

        var after = await store.CommitAsync(Commit(again, basis, upserts: [Position(0, 9)]), Token);
        var late = await store.CommitAsync(Commit(first, basis, upserts: [Position(0, 1)]), Token);

        Assert.Equal((again.Attempt, RunStatus.Running), (after!.Run!.Attempt, after.Status));
        Assert.Null(late);
        await AssertPositionsAsync([Position(0, 9)]);
    }

    [Fact]
    public async Task Chunks_of_one_run_do_not_conflict()
    {
        var store = await StoreAsync();
        var previous = Run(_wallet, chunks: 2);
        var first = await store.CommitAsync(Commit(previous, basis: null, Mark(previous)), Token);
        var basis = await store.CommitAsync(Commit(previous, first, Mark(previous, 1)), Token);
        var run = Run(_wallet, "run-2", 10, chunks: 2);

        var left = await store.CommitAsync(Commit(run, basis, Mark(run, 0, "left"), PositionsIn(0, 2)), Token);
        var right = await store.CommitAsync(Commit(run, basis, Mark(run, 1, "right"), PositionsIn(1, 2)), Token);

        Assert.NotNull(left);
        Assert.True(right!.HasAllMarksOf(run));
        await AssertPositionsAsync([.. PositionsIn(0, 2), .. PositionsIn(1, 2)]);
    }

    [Fact]
    public async Task A_chunk_whose_checkpoint_was_set_since_the_read_is_not_committed_again()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        var basis = await store.CommitAsync(Commit(run, basis: null, Mark(run, 1)), Token);
        await store.CommitAsync(Commit(run, basis, Mark(run), PositionsIn(0, 2, amount: 5)), Token);

        var duplicate = await store.CommitAsync(Commit(run, basis, Mark(run), PositionsIn(0, 2, amount: 4)), Token);

        Assert.Null(duplicate);
        await AssertPositionsAsync(PositionsIn(0, 2, amount: 5));
    }

    [Fact]
    public async Task A_chunk_with_other_bounds_drops_the_checkpoints_that_it_overlaps_and_keeps_the_positions_beside_it()
    {
        var store = await StoreAsync();
        var old = Run(_wallet, chunks: 4);
        WalletState? basis = null;
        foreach (var index in Enumerable.Range(0, 4))
        {
            basis = await store.CommitAsync(Commit(old, basis, Mark(old, index), PositionsIn(index, 4, count: 2)), Token);
        }

        // Of 16 digits the old chunks have four each, the new ones five or six: the second begins and ends inside an old one.
        var run = Run(_wallet, "run-2", 10, chunks: 3);
        var added = PositionsIn(1, 3, count: 3, amount: 77);

        var state = await store.CommitAsync(Commit(run, basis, Mark(run, 1), added), Token);
        var onOldState = await store.CommitAsync(Commit(run, basis, Mark(run, 0), PositionsIn(0, 3)), Token);
        var last = await store.CommitAsync(Commit(run, state, Mark(run, 2), PositionsIn(2, 3, amount: 5)), Token);
        var all = await store.CommitAsync(Commit(run, last, Mark(run, 0)), Token);

        Assert.Equal([KeyOf(0, 4), "p:ethereum:4", "p:ethereum:5", "p:ethereum:a", "p:ethereum:c"], state!.Marks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["p:ethereum:4", "p:ethereum:a"], state.Marks.Values.Where(mark => mark.IsRest).Select(mark => mark.Range.From).Order(StringComparer.Ordinal));
        Assert.Null(onOldState);
        Assert.True(all!.HasAllMarksOf(run));
        Assert.Equal(3, all.Marks.Count);
        var expected = Enumerable.Range(0, 4).SelectMany(index => PositionsIn(index, 4, count: 2)).Concat(added).Concat(PositionsIn(2, 3, amount: 5));
        await AssertPositionsAsync([.. expected.GroupBy(position => position.Id).Select(same => same.Last())]);
    }

    [Fact]
    public async Task All_chunks_of_a_run_are_stored_when_they_are_committed_at_once()
    {
        const int chunks = 8;
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: chunks);

        var finished = await Task.WhenAll(Enumerable.Range(0, chunks).Select(index => Task.Run(() => StoreChunkAsync(store, run, index))));

        var range = await store.ReadRangeAsync(_wallet, Everything, Token);
        Assert.True(range.State!.HasAllMarksOf(run));
        Assert.Equal(RunStatus.Completed, range.State.Status);
        Assert.Equal(chunks, range.Positions.Count);
        Assert.Equal(1, finished.Count(isFinisher => isFinisher));
    }

    [Fact]
    public async Task Of_two_runs_stored_at_once_the_newer_one_stays()
    {
        const int chunks = 4;
        var store = await StoreAsync();
        var old = Run(_wallet, "old", chunks: chunks);
        var newer = Run(_wallet, "new", minutes: 1, chunks: chunks);

        await Task.WhenAll(new[] { old, newer }.SelectMany(run => Enumerable.Range(0, chunks), (run, index) => Task.Run(() => StoreChunkAsync(store, run, index))));

        var range = await store.ReadRangeAsync(_wallet, Everything, Token);
        Assert.Equal((newer.Attempt, RunStatus.Completed), (range.State!.Run!.Attempt, range.State.Status));
        await AssertPositionsAsync([.. Enumerable.Range(0, chunks).SelectMany(index => PositionsIn(index, chunks, amount: AmountOf(newer)))]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_than_100_operations_are_stored_whole(bool isLastChunk)
    {
        var store = await StoreAsync();
        var finish = isLastChunk ? Finish() : null;
        var run = Run(_wallet);
        var created = await store.CommitAsync(Commit(run, basis: null, upserts: Positions(250), finish: finish), Token);
        var next = Run(_wallet, "run-2", 10);
        var changed = Positions(150, first: 200);

        var state = await store.CommitAsync(
            Commit(next, created, Mark(next, digest: "next"), changed, [.. Positions(120).Select(position => position.Id)], finish), Token);

        var range = await store.ReadRangeAsync(_wallet, Everything, Token);
        Assert.Equal(Positions(230, first: 120).Select(Stored).Order(ById), range.Positions.Order(ById));
        AssertSame(state!, range.State!);
        Assert.Equal("next", range.State!.Marks[KeyOf()].Digest);
        Assert.Equal(isLastChunk ? RunStatus.Completed : RunStatus.Running, state!.Status);
    }

    [Fact]
    public async Task More_than_100_operations_with_other_bounds_are_stored_whole()
    {
        var store = await StoreAsync();
        var old = Run(_wallet, chunks: 2);
        var basis = await store.CommitAsync(Commit(old, basis: null, Mark(old, 1)), Token);
        var run = Run(_wallet, "run-2", 10);

        var state = await store.CommitAsync(Commit(run, basis, upserts: Positions(230)), Token);

        Assert.Equal([KeyOf()], state!.Marks.Keys);
        Assert.Equal(230, (await PositionsAsync(_wallet)).Count);
    }

    [Fact]
    public async Task More_than_100_operations_decided_on_an_old_state_change_nothing()
    {
        var store = await StoreAsync();
        var basis = await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(5)), Token);
        var newer = Run(_wallet, "new", 20);
        await store.CommitAsync(Commit(newer, basis, Mark(newer, digest: "new")), Token);

        var late = await store.CommitAsync(
            Commit(Run(_wallet, "late", 10), basis, upserts: Positions(230, first: 100), removals: [Position(1).Id]), Token);

        Assert.Null(late);
        await AssertPositionsAsync(Positions(5));
    }

    // The loop every caller of the store runs: read, decide, commit, and again if the state has moved.
    static async Task<bool> StoreChunkAsync(IWalletStore store, SyncRun run, int index)
    {
        while (true)
        {
            var basis = (await store.ReadRangeAsync(run.Wallet, Everything, Token)).State;
            if (basis?.Run is { } stored && stored.Attempt != run.Attempt && stored.StartedAt >= run.StartedAt)
            {
                return false;
            }

            var marked = basis?.Marks.Values.Of(run).Count() ?? 0;
            var finish = marked == run.ChunkCount - 1 ? Finish() : null;
            var commit = Commit(run, basis, Mark(run, index, run.RunId), PositionsIn(index, run.ChunkCount, amount: AmountOf(run)), finish: finish);
            if (await store.CommitAsync(commit, Token) is not { } state)
            {
                continue;
            }

            return finish is not null || (state.HasAllMarksOf(run) && await store.FinishAsync(run, Finish(), Token) is not null);
        }
    }

    static int AmountOf(SyncRun run) => run.RunId == "new" ? 2_000 : 1_000;

    async Task AssertPositionsAsync(IReadOnlyList<Sync.Positions.Position> expected) => Assert.Equal(
        expected.Select(PositionExample.Of).OrderBy(position => position.Id, StringComparer.Ordinal),
        (await PositionsAsync(_wallet)).OrderBy(position => position.Id, StringComparer.Ordinal));
}
