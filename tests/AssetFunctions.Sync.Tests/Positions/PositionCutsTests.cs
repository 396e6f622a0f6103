using AssetFunctions.Sync.Positions;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Sync.Tests.Positions;

public sealed class PositionCutsTests
{
    const int Capacity = 100;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void Positions_that_fit_are_one_part(int count)
    {
        var part = Assert.Single(PositionCuts.Cut(PositionRange.All, Sorted(count), Capacity));

        Assert.Equal((PositionRange.All, 0, count), (part.Range, part.Start, part.End));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(3_000)]
    public void Parts_cover_the_range_contain_their_positions_and_are_nearly_full(int count)
    {
        var positions = Sorted(count);

        var parts = PositionCuts.Cut(PositionRange.All, positions, Capacity);

        Assert.Equal((PositionId.Prefix, PositionId.End), (parts[0].Range.From, parts[^1].Range.To));
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal((pair.First.Range.To, pair.First.End), (pair.Second.Range.From, pair.Second.Start)));
        Assert.All(parts, part => Assert.All(positions[part.Start..part.End], position => Assert.True(part.Range.Contains(position.Id))));
        Assert.All(parts.SkipLast(1), part => Assert.InRange(part.Count, Capacity * 0.8, Capacity));
        Assert.InRange(parts[^1].Count, 1, Capacity);
    }

    [Fact]
    public void A_position_inside_a_protocol_takes_more_room()
    {
        var plain = Sorted(300);
        List<Position> inside = [.. plain.Select(position => Sync.Positions.Position.From(position.Row with { Protocol = "Aave V3" })).OrderBy(position => position.Id, StringComparer.Ordinal)];

        Assert.All(PositionCuts.Cut(PositionRange.All, inside, Capacity), part => Assert.InRange(part.Count, 1, 57));
    }

    // Family: a cut follows from identities, never from what changes without them.
    [Fact]
    public void Amounts_names_and_prices_move_no_cut()
    {
        var positions = Sorted(1_000);
        List<Position> changed = [.. positions.Select(position => Sync.Positions.Position.From(
            position.Row with { RawAmount = position.Row.RawAmount * 1_000_000_007, Name = new string('n', 100), ProviderRef = "other", PriceUsd = 7, ValueUsd = 8 }))];

        Assert.Equal(PositionCuts.Cut(PositionRange.All, positions, Capacity), PositionCuts.Cut(PositionRange.All, changed, Capacity));
    }

    [Fact]
    public void A_position_more_changes_few_parts()
    {
        const int insertions = 200;
        var positions = Sorted(3_000);
        var before = PositionCuts.Cut(PositionRange.All, positions, Capacity).Select(part => part.Range).ToHashSet();
        var moved = 0;
        for (var number = 0; number < insertions; number++)
        {
            List<Position> more = [.. positions.Append(Position(10_000 + number)).OrderBy(position => position.Id, StringComparer.Ordinal)];
            moved += PositionCuts.Cut(PositionRange.All, more, Capacity).Count(part => !before.Contains(part.Range));
        }

        // Of 33 parts. Cutting by count would move about half of them.
        Assert.InRange((double)moved / insertions, 0, 1.5);
    }

    [Fact]
    public void A_page_is_cut_the_same_way_whether_alone_or_with_those_behind_it()
    {
        var positions = Sorted(500);
        var parts = PositionCuts.Cut(PositionRange.All, positions, Capacity);
        var middle = parts[2];

        var head = PositionCuts.Cut(PositionRange.All with { To = middle.Range.To }, positions[..middle.End], Capacity);
        var tail = PositionCuts.Cut(PositionRange.All with { From = middle.Range.To }, positions[middle.End..], Capacity);

        Assert.Equal(parts.Select(part => part.Range), head.Concat(tail).Select(part => part.Range));
    }

    [Fact]
    public void Ids_that_share_the_digits_of_a_bound_stay_together()
    {
        List<Position> positions = [.. Sorted(300).Select((position, number) => position with { Id = $"{position.Id[..15]}abcdef00{number:x24}"[..43] })
            .OrderBy(position => position.Id, StringComparer.Ordinal)];

        var parts = PositionCuts.Cut(PositionRange.All, positions, Capacity);

        Assert.All(parts, part => Assert.All(positions[part.Start..part.End], position => Assert.True(part.Range.Contains(position.Id))));
    }

    static List<Position> Sorted(int count) => [.. Testing.Fixtures.WalletExamples.Positions(count).OrderBy(position => position.Id, StringComparer.Ordinal)];
}
