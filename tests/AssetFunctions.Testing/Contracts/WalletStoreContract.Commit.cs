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
        await AssertHoldingsAsync([Position(0), Position(1, 99), Position(7)]);
    }

    [Fact]
    public async Task A_removal_of_what_is_gone_already_does_not_fail_a_commit()
    {
        var store = await StoreAsync();
        var state = await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(3)), Token);

        var after = await store.CommitAsync(
            Commit(Run(_wallet, "run-2", 10), state, upserts: [Position(5)], removals: [Position(0).Id, Position(77).Id]), Token);

        Assert.NotNull(after);
        await AssertHoldingsAsync([Position(1), Position(2), Position(5)]);
    }

    [Fact]
    public async Task A_commit_that_takes_a_known_wallet_for_new_writes_nothing()
    {
        var store = await StoreAsync();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(2)), Token);

        var after = await store.CommitAsync(
            Commit(Run(_wallet, "run-2", 10), basis: null, upserts: Positions(2, first: 10), removals: [Position(0).Id]), Token);

        Assert.Null(after);
        await AssertHoldingsAsync(Positions(2));
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
        var lateWithOtherLayout = await store.CommitAsync(Commit(old with { Layout = "layout-b" }, current, upserts: [Position(0, 1)]), Token);
        var lateFinish = await store.CommitAsync(Commit(old, current, upserts: [Position(0, 1)], finish: Finish()), Token);

        Assert.All([late, lateAndInformed, lateWithOtherLayout, lateFinish], Assert.Null);
        await AssertHoldingsAsync([Position(0, 500), Position(1)]);
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
        await AssertHoldingsAsync([Position(0, 9)]);
    }

    [Fact]
    public async Task Chunks_of_one_run_do_not_stand_in_each_others_way()
    {
        var store = await StoreAsync();
        var previous = Run(_wallet, chunks: 2);
        var first = await store.CommitAsync(Commit(previous, basis: null, Mark(previous)), Token);
        var basis = await store.CommitAsync(Commit(previous, first, Mark(previous, 1)), Token);
        var run = Run(_wallet, "run-2", 10, chunks: 2);

        var left = await store.CommitAsync(Commit(run, basis, Mark(run, 0, "left"), [Position(1)]), Token);
        var right = await store.CommitAsync(Commit(run, basis, Mark(run, 1, "right"), [Position(2)]), Token);

        Assert.NotNull(left);
        Assert.True(right!.HasAllMarksOf(run));
        await AssertHoldingsAsync([Position(1), Position(2)]);
    }

    [Fact]
    public async Task A_chunk_that_was_marked_since_it_was_read_is_not_committed_again()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        var basis = await store.CommitAsync(Commit(run, basis: null, Mark(run, 1)), Token);
        await store.CommitAsync(Commit(run, basis, Mark(run), [Position(1, 5)]), Token);

        var duplicate = await store.CommitAsync(Commit(run, basis, Mark(run), [Position(1, 4)]), Token);

        Assert.Null(duplicate);
        await AssertHoldingsAsync([Position(1, 5)]);
    }

    [Fact]
    public async Task A_new_layout_drops_the_marks_of_the_old_one()
    {
        var store = await StoreAsync();
        var old = Run(_wallet, chunks: 3);
        var basis = await store.CommitAsync(Commit(old, basis: null, Mark(old, 0)), Token);
        basis = await store.CommitAsync(Commit(old, basis, Mark(old, 2)), Token);
        var run = Run(_wallet, "run-2", 10, chunks: 2, layout: "layout-b");

        var state = await store.CommitAsync(Commit(run, basis, Mark(run, 1), [Position(1)]), Token);
        var fromOldLayout = await store.CommitAsync(Commit(run, basis, Mark(run, 0), [Position(2)]), Token);
        var second = await store.CommitAsync(Commit(run, state, Mark(run, 0), [Position(2)]), Token);

        Assert.Equal([1], state!.Marks.Keys);
        Assert.Null(fromOldLayout);
        Assert.True(second!.HasAllMarksOf(run));
    }

    [Fact]
    public async Task All_chunks_of_a_run_land_when_they_are_stored_at_once()
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
        await AssertHoldingsAsync([.. Enumerable.Range(0, chunks).Select(index => Position(index, AmountOf(newer)))]);
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
        Assert.Equal("next", range.State!.Marks[0].Digest);
        Assert.Equal(isLastChunk ? RunStatus.Completed : RunStatus.Running, state!.Status);
    }

    [Fact]
    public async Task More_than_100_operations_with_another_layout_are_stored_whole()
    {
        var store = await StoreAsync();
        var old = Run(_wallet, chunks: 2);
        var basis = await store.CommitAsync(Commit(old, basis: null, Mark(old, 1)), Token);
        var run = Run(_wallet, "run-2", 10, layout: "layout-b");

        var state = await store.CommitAsync(Commit(run, basis, upserts: Positions(230)), Token);

        Assert.Equal([0], state!.Marks.Keys);
        Assert.Equal(230, (await HoldingsAsync(_wallet)).Count);
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
        await AssertHoldingsAsync(Positions(5));
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

            var marked = basis?.Run?.Layout == run.Layout ? basis.Marks.Values.Count(mark => mark.Attempt == run.Attempt) : 0;
            var finish = marked == run.ChunkCount - 1 ? Finish() : null;
            var commit = Commit(run, basis, Mark(run, index, run.RunId), [Position(index, AmountOf(run))], finish: finish);
            if (await store.CommitAsync(commit, Token) is not { } state)
            {
                continue;
            }

            return finish is not null || (state.HasAllMarksOf(run) && await store.FinishAsync(run, Finish(), Token));
        }
    }

    static int AmountOf(SyncRun run) => run.RunId == "new" ? 2_000 : 1_000;

    async Task AssertHoldingsAsync(IReadOnlyList<Sync.Positions.Position> expected) => Assert.Equal(
        expected.Select(StoredHolding.Of).OrderBy(holding => holding.Id, StringComparer.Ordinal),
        (await HoldingsAsync(_wallet)).OrderBy(holding => holding.Id, StringComparer.Ordinal));
}
