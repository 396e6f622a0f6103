using System.Numerics;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Phases.Positions;

public sealed class ChunkDiffTests
{
    static readonly IReadOnlyList<ProviderPosition> Rows = TestRows.Positions(3);

    [Fact]
    public void Nothing_is_written_when_every_fingerprint_is_stored()
    {
        var diff = Between(ChunkOf(Rows), Stored(Rows));

        Assert.Equal((0, 0, 0), (diff.Upserts.Count, diff.Removals.Count, diff.Kept.Count));
    }

    [Fact]
    public void New_and_changed_positions_are_written_and_vanished_ones_removed()
    {
        var changed = Rows[0] with { RawAmount = BigInteger.One };
        var added = TestRows.Position(4);

        var diff = Between(ChunkOf([changed, Rows[1], added]), Stored(Rows));

        Assert.Equal(new[] { PositionId.For(changed), PositionId.For(added) }.Order(), diff.Upserts.Select(position => position.Id).Order());
        Assert.Equal([PositionId.For(Rows[2])], diff.Removals);
    }

    [Fact]
    public void An_incomplete_fetch_keeps_positions_it_does_not_contain()
    {
        var chunk = ChunkOf([Rows[0]]);

        var diff = Between(chunk with { Run = chunk.Run with { IncompleteReason = "cut" } }, Stored(Rows));

        Assert.Equal((0, 2), (diff.Removals.Count, diff.Kept.Count));
    }

    [Fact]
    public void A_position_with_an_unreadable_row_is_kept_and_its_neighbor_removed()
    {
        var diff = Between(ChunkOf([Rows[0]]) with { UnreadableRefs = [Rows[1].ProviderRef] }, Stored(Rows));

        Assert.Equal([PositionId.For(Rows[2])], diff.Removals);
        Assert.Single(diff.Kept);
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(false, false, 0)]
    public void A_position_of_several_rows_is_not_lowered_while_one_of_them_may_be_missing(bool isUnreadable, bool isCut, int kept)
    {
        var whole = Rows[0] with { ProviderRef = ProviderRefs.Join("other", Rows[0].ProviderRef), RawAmount = 12 };
        var chunk = ChunkOf([Rows[0] with { RawAmount = 5 }]);
        chunk = chunk with { UnreadableRefs = isUnreadable ? ["other"] : [], Run = chunk.Run with { IncompleteReason = isCut ? "cut" : null } };

        var diff = Between(chunk, Stored([whole]));

        Assert.Equal((kept, 1 - kept, 0), (diff.Kept.Count, diff.Upserts.Count, diff.Removals.Count));
    }

    [Fact]
    public void A_changed_row_is_stored_although_the_fetch_is_incomplete() =>
        Assert.Single(Between(
            ChunkOf([Rows[0] with { RawAmount = 99 }]) with { Run = TestRows.Run() with { PositionCount = 1, IncompleteReason = "cut" } }, Stored([Rows[0]])).Upserts);

    [Fact]
    public void An_empty_response_removes_nothing_but_one_with_only_trash_does()
    {
        var empty = ChunkOf([]);
        var trash = empty with { Run = empty.Run with { Skipped = new Dictionary<SkipReason, int> { [SkipReason.Trash] = 5 } } };

        Assert.Equal((0, 3), (Between(empty, Stored(Rows)).Removals.Count, Between(empty, Stored(Rows)).Kept.Count));
        Assert.Equal(3, Between(trash, Stored(Rows)).Removals.Count);
    }

    [Fact]
    public void A_narrow_provider_removes_only_its_own_positions()
    {
        var chunk = ChunkOf([Rows[0]]);
        var narrow = chunk with { Run = chunk.Run with { Provider = "alchemy", IsNarrow = true } };
        var stored = Stored(Rows);
        stored[2] = stored[2] with { Provider = "alchemy" };

        var diff = Between(narrow, stored);

        Assert.Equal([stored[2].Id], diff.Removals);
        Assert.Single(diff.Kept);
    }

    [Fact]
    public void A_full_provider_removes_positions_of_another_only_if_every_row_was_readable()
    {
        var stored = Stored(Rows).ConvertAll(position => position with { Provider = "alchemy" });

        Assert.Equal(2, Between(ChunkOf([Rows[0]]), stored).Removals.Count);
        Assert.Equal(2, Between(ChunkOf([Rows[0]]) with { UnreadableRefs = ["any"] }, stored).Kept.Count);
    }

    static ChunkDiff Between(Chunk chunk, IReadOnlyList<StoredPosition> stored) => ChunkDiff.Between(chunk, [.. chunk.Positions.Select(Position.From)], stored);

    static Chunk ChunkOf(IReadOnlyList<ProviderPosition> rows) => new()
    {
        Run = TestRows.Run() with { PositionCount = rows.Count },
        Index = 0,
        Range = new PositionRange(PositionId.Prefix, PositionId.End),
        Digest = "digest",
        Positions = rows,
    };

    static List<StoredPosition> Stored(IEnumerable<ProviderPosition> rows) =>
        [.. rows.Select(Position.From).Select(position => new StoredPosition(position.Id, position.Fingerprint, position.Row.ProviderRef, "zerion", position.Row.Held))];
}
