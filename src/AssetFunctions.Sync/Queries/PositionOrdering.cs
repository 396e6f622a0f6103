using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Sorts positions and finds where a page starts.</summary>
static class PositionOrdering
{
    /// <summary>Sorts positions that are in ordinal order of their ids.</summary>
    public static IReadOnlyList<ValuedPosition> Sort(IReadOnlyList<ValuedPosition> positions, PositionOrder order) => order switch
    {
        PositionOrder.Value => [.. positions.OrderBy(position => position.Value.Usd is null).ThenBy(position => position.Value.Usd)],
        PositionOrder.ValueDescending => [.. positions.OrderBy(position => position.Value.Usd is null).ThenByDescending(position => position.Value.Usd)],
        _ => positions,
    };

    /// <summary>Number of sorted positions that the previous pages contained.</summary>
    /// <exception cref="ListChangedException">The positions before the place are no longer the same.</exception>
    public static int Skip(IReadOnlyList<ValuedPosition> sorted, PositionPlace? after) => after switch
    {
        null => 0,
        PositionPlace.Behind behind => sorted.TakeWhile(position => string.CompareOrdinal(position.Stored.Id, behind.Id) <= 0).Count(),
        PositionPlace.Shown shown when shown.Count <= sorted.Count && DigestOf(sorted, shown.Count) == shown.Digest => shown.Count,
        _ => throw new ListChangedException(),
    };

    /// <summary>The place after the first positions of a list.</summary>
    /// <param name="count">Number of positions on the pages so far, at least 1.</param>
    public static PositionPlace PlaceBehind(IReadOnlyList<ValuedPosition> sorted, int count, PositionOrder order) => order == PositionOrder.Id
        ? new PositionPlace.Behind(sorted[count - 1].Stored.Id)
        : new PositionPlace.Shown(count, DigestOf(sorted, count));

    // Independent of order: as long as the same positions precede the place, none is missed or listed twice.
    static string DigestOf(IReadOnlyList<ValuedPosition> sorted, int count) =>
        ContentHash.Text(ContentHash.Of([.. sorted.Take(count).Select(position => position.Stored.Id).Order(StringComparer.Ordinal)]));
}
