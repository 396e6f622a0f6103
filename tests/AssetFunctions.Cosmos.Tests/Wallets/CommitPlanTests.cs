using AssetFunctions.Cosmos.Wallets;
using AssetFunctions.Sync.Positions;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

/// <summary>Batches within the limits of the service: 100 operations, 2 MB.</summary>
public sealed class CommitPlanTests
{
    [Theory]
    [InlineData(0, 0, false, new[] { 0 })]
    [InlineData(1, 0, false, new[] { 1 })]
    [InlineData(99, 0, false, new[] { 99 })]
    [InlineData(100, 0, false, new[] { 99, 1 })]
    [InlineData(94, 0, true, new[] { 94 })]
    [InlineData(95, 0, true, new[] { 94, 1 })]
    [InlineData(50, 60, false, new[] { 99, 11 })]
    [InlineData(0, 250, true, new[] { 94, 94, 62 })]
    public void The_guard_and_the_records_of_a_finished_run_have_room_in_every_batch(int upserts, int removals, bool isFinish, int[] expected)
    {
        var commit = Commit(
            Run("0xabc"), basis: null, upserts: Positions(upserts), removals: [.. Positions(removals, first: 1_000).Select(position => position.Id)],
            finish: isFinish ? Finish() : null);

        Assert.Equal(expected, CommitPlan.Cut(commit).Select(batch => batch.Count));
    }

    [Fact]
    public void Every_change_is_in_one_batch_in_the_order_given()
    {
        var upserts = Positions(130);
        var removals = Positions(30, first: 1_000).Select(position => position.Id).ToList();

        var writes = CommitPlan.Cut(Commit(Run("0xabc"), basis: null, upserts: upserts, removals: removals)).SelectMany(batch => batch).ToList();

        Assert.Equal(upserts.Select(position => position.Id).Concat(removals), writes.Select(write => write.Id));
        Assert.All(writes.Take(upserts.Count), write => Assert.NotNull(write.Document));
        Assert.All(writes.Skip(upserts.Count), write => Assert.Null(write.Document));
    }

    [Fact]
    public void Large_documents_make_small_batches_and_one_beyond_the_limit_goes_alone()
    {
        var positions = Enumerable.Range(0, 7)
            .Select(number => Large(Position(number), number == 3 ? CosmosDefaults.BatchBytes + 1 : CosmosDefaults.BatchBytes / 3))
            .ToList();

        var batches = CommitPlan.Cut(Commit(Run("0xabc"), basis: null, upserts: positions));

        Assert.Equal([2, 1, 1, 2, 1], batches.Select(batch => batch.Count));
        Assert.All(
            batches.Where(batch => batch.Count > 1),
            batch => Assert.True(batch.Sum(write => write.Document!.Length) <= CosmosDefaults.BatchBytes));
    }

    static Position Large(Position position, int bytes) => position with { Row = position.Row with { Protocol = new string('n', bytes) } };
}
