using System.Collections.Frozen;

namespace AssetFunctions.Local.Cosmos.Query.Planning;

/// <summary>A superset of the matching ids: a finite set, or the strings from low up to but not including high.</summary>
sealed class IdSet
{
    public static readonly IdSet Any = new(null, null, null);
    public static readonly IdSet None = Of([]);

    readonly HashSet<string>? ids;
    readonly string? low;
    readonly string? high;

    IdSet(HashSet<string>? ids, string? low, string? high) => (this.ids, this.low, this.high) = (ids, low, high);

    public static IdSet Of(IEnumerable<string> ids) => new(ids.ToHashSet(StringComparer.Ordinal), null, null);

    public static IdSet Between(string? low, string? high) => new(null, low, high);

    /// <summary>The least string greater than <paramref name="value"/>.</summary>
    public static string Successor(string value) => value + '\0';

    /// <summary>The least string greater than all that start with <paramref name="prefix"/>; null when there is none.</summary>
    public static string? AfterPrefix(string prefix)
    {
        var trimmed = prefix.TrimEnd(char.MaxValue);
        return trimmed.Length == 0 ? null : trimmed[..^1] + (char)(trimmed[^1] + 1);
    }

    public static IdSet Intersect(IdSet left, IdSet right)
    {
        if (left.ids is null && right.ids is null)
        {
            return Between(Greater(left.low, right.low), Lesser(left.high, right.high));
        }

        var (finite, other) = left.ids is null ? (right.ids!, left) : (left.ids, right);
        return Of(finite.Where(other.Contains));
    }

    public static IdSet Union(IEnumerable<IdSet> sets)
    {
        var all = sets.ToList();
        if (all.TrueForAll(set => set.ids is not null))
        {
            return Of(all.SelectMany(set => set.ids!));
        }

        var ranges = all.Where(set => set.ids is not { Count: 0 }).Select(set => set.Hull()).ToList();
        return Between(
            ranges.Exists(range => range.Low is null) ? null : ranges.Select(range => range.Low).Min(StringComparer.Ordinal),
            ranges.Exists(range => range.High is null) ? null : ranges.Select(range => range.High).Max(StringComparer.Ordinal));
    }

    public IdLookup ToLookup()
    {
        if (ids is not null)
        {
            return new IdLookup.Ids(ids.ToFrozenSet(StringComparer.Ordinal));
        }

        // From U+D800 on, code units and UTF-8 bytes order strings differently: such a bound says nothing to a store that compares bytes.
        var (from, to) = (OrderedAlike(low) ? low : null, OrderedAlike(high) ? high : null);
        if (from is null && to is null)
        {
            return IdLookup.All.Instance;
        }

        return from is not null && to is not null && string.CompareOrdinal(from, to) >= 0
            ? None.ToLookup()
            : new IdLookup.Range(from, to);
    }

    bool Contains(string id) => ids?.Contains(id)
        ?? ((low is null || string.CompareOrdinal(id, low) >= 0) && (high is null || string.CompareOrdinal(id, high) < 0));

    (string? Low, string? High) Hull() => ids is null
        ? (low, high)
        : (ids.Min(StringComparer.Ordinal), Successor(ids.Max(StringComparer.Ordinal)!));

    static bool OrderedAlike(string? bound) => bound is null || bound.All(c => c < '\ud800');

    static string? Greater(string? x, string? y) => x is null || (y is not null && string.CompareOrdinal(y, x) > 0) ? y : x;

    static string? Lesser(string? x, string? y) => x is null || (y is not null && string.CompareOrdinal(y, x) < 0) ? y : x;
}
