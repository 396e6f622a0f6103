namespace AssetFunctions.Sync.Positions;

/// <summary>
/// Cuts sorted positions into ranges. Where a range ends follows from the identities alone: neither an amount nor a price nor a compressed size moves
/// a cut, and a position more or less moves few (content-defined chunking, as backup tools do it). Of the positions at which a range could end, the
/// one whose id has the least hash ends it, so that two lists which differ in one place soon agree on a cut again.
/// </summary>
public static class PositionCuts
{
    /// <summary>Largest weight of a stored page of positions: about 31 KB with plain wallet rows.</summary>
    public const double PageWeight = 100;

    /// <summary>A range is at least this full, unless it is the last one.</summary>
    const double LeastFill = 0.8;

    /// <summary>Digits of an id's hash that a bound keeps: enough to distinguish the positions of a wallet, and short, because bounds are stored.</summary>
    const int BoundDigits = 8;

    /// <summary>Size of a position, in plain wallet rows: one inside a protocol takes about 1.75 times the bytes.</summary>
    public static double WeightOf(Position position) =>
        position.Row is { Protocol: null, GroupId: null, PoolAddress: null } ? 1 : 1.75;

    /// <summary>Cuts the positions of a range.</summary>
    /// <param name="range">The whole range.</param>
    /// <param name="positions">All positions in it, in ordinal order of their ids.</param>
    /// <param name="capacity">Largest weight of one part, see <see cref="WeightOf"/>.</param>
    /// <returns>The parts in order; they cover the range without gaps. At least one, which may be empty.</returns>
    public static IReadOnlyList<PositionPart> Cut(PositionRange range, IReadOnlyList<Position> positions, double capacity)
    {
        var parts = new List<PositionPart>();
        var (start, from) = (0, range.From);
        while (NextCut(positions, start, capacity) is { } end)
        {
            var bound = BoundBefore(positions[end].Id);

            // A bound that leaves out digits may come before earlier ids too. They then belong to the next part.
            while (end > start && string.CompareOrdinal(positions[end - 1].Id, bound) >= 0)
            {
                end--;
            }

            if (end == start)
            {
                break;
            }

            parts.Add(new PositionPart(new PositionRange(from, bound), start, end));
            (start, from) = (end, bound);
        }

        parts.Add(new PositionPart(new PositionRange(from, range.To), start, positions.Count));
        return parts;
    }

    // Index of the first position of the next part, or null where the rest fits into this one.
    static int? NextCut(IReadOnlyList<Position> positions, int start, double capacity)
    {
        var (weight, best) = (0.0, (int?)null);
        for (var i = start; i < positions.Count; i++)
        {
            if (weight >= capacity * LeastFill && i > start && (best is not { } known || IsLess(positions[i].Id, positions[known].Id)))
            {
                best = i;
            }

            weight += WeightOf(positions[i]);
            if (weight > capacity)
            {
                return best ?? Math.Max(i, start + 1);
            }
        }

        return null;
    }

    // Ids are ordered by the first digits of their hash; the last ones are independent of that order.
    static bool IsLess(string left, string right) => left.AsSpan()[^16..].CompareTo(right.AsSpan()[^16..], StringComparison.Ordinal) < 0;

    static string BoundBefore(string id) => id[..^(PositionId.HashDigits - BoundDigits)];
}

/// <summary>One part of a list that was cut.</summary>
/// <param name="Range">Ids of the part.</param>
/// <param name="Start">Index of its first position.</param>
/// <param name="End">Index after its last position.</param>
public readonly record struct PositionPart(PositionRange Range, int Start, int End)
{
    public int Count => End - Start;
}
