namespace AssetFunctions.Sync.Queries;

/// <summary>Puts positions in order and finds where a page goes on.</summary>
static class PositionOrdering
{
    /// <summary>Sorts positions that come in the ordinal order of their ids.</summary>
    public static IReadOnlyList<ValuedPosition> Sort(IReadOnlyList<ValuedPosition> positions, PositionOrder order) => order switch
    {
        PositionOrder.Value => [.. positions.OrderBy(position => position.Value.Usd is null).ThenBy(position => position.Value.Usd)],
        PositionOrder.ValueDescending => [.. positions.OrderBy(position => position.Value.Usd is null).ThenByDescending(position => position.Value.Usd)],
        _ => positions,
    };

    /// <summary>How many of the sorted positions the pages before have shown.</summary>
    /// <exception cref="ListChangedException">Those that stand there now are others.</exception>
    public static int Skip(IReadOnlyList<ValuedPosition> sorted, PositionPlace? after) => after switch
    {
        null => 0,
        PositionPlace.Behind behind => sorted.TakeWhile(position => string.CompareOrdinal(position.Stored.Id, behind.Id) <= 0).Count(),
        PositionPlace.Shown shown when shown.Count <= sorted.Count && DigestOf(sorted, shown.Count) == shown.Digest => shown.Count,
        _ => throw new ListChangedException(),
    };

    /// <summary>The place behind the first positions of a list.</summary>
    /// <param name="count">How many the pages have shown, at least 1.</param>
    public static PositionPlace PlaceBehind(IReadOnlyList<ValuedPosition> sorted, int count, PositionOrder order) => order == PositionOrder.Id
        ? new PositionPlace.Behind(sorted[count - 1].Stored.Id)
        : new PositionPlace.Shown(count, DigestOf(sorted, count));

    // Which positions they are decides, not their order: none is missed or shown twice as long as the same ones are behind the caller.
    static string DigestOf(IReadOnlyList<ValuedPosition> sorted, int count) =>
        ContentHash.Text(ContentHash.Of([.. sorted.Take(count).Select(position => position.Stored.Id).Order(StringComparer.Ordinal)]));
}
