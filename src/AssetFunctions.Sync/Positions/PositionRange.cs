namespace AssetFunctions.Sync.Positions;

/// <summary>A half-open range of position ids in ordinal order. The ranges of a run's chunks cover all ids of the wallet.</summary>
/// <param name="From">First id of the range, inclusive.</param>
/// <param name="To">End of the range, exclusive.</param>
public readonly record struct PositionRange(string From, string To)
{
    /// <summary>All ids of a wallet.</summary>
    public static PositionRange All => new(PositionId.Prefix, PositionId.End);

    public bool Contains(string id) => string.CompareOrdinal(id, From) >= 0 && string.CompareOrdinal(id, To) < 0;

    public bool Overlaps(PositionRange other) => string.CompareOrdinal(From, other.To) < 0 && string.CompareOrdinal(other.From, To) < 0;
}
