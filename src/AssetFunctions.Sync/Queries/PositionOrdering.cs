namespace AssetFunctions.Sync.Queries;

/// <summary>Compares places in the order of positions.</summary>
sealed class PositionOrdering(PositionOrder order) : IComparer<PositionCursor>
{
    public int Compare(PositionCursor? x, PositionCursor? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byValue = order == PositionOrder.Id ? 0 : CompareValues(x.ValueUsd, y.ValueUsd);
        return byValue != 0 ? byValue : string.CompareOrdinal(x.Id, y.Id);
    }

    /// <summary>The place of a position in this order.</summary>
    public PositionCursor PlaceOf(ValuedHolding position) => new(order == PositionOrder.Id ? null : position.Value.Usd, position.Holding.Id);

    int CompareValues(decimal? left, decimal? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        ({ } a, { } b) => order == PositionOrder.ValueDescending ? b.CompareTo(a) : a.CompareTo(b),
    };
}
