using System.Collections.Frozen;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>The ids that documents must have to matter to a query: <see cref="All"/>, <see cref="Ids"/> or <see cref="Range"/>.</summary>
public abstract record IdLookup
{
    IdLookup()
    {
    }

    /// <summary>Any id may matter.</summary>
    public sealed record All : IdLookup
    {
        public static readonly All Instance = new();
    }

    /// <summary>Only these ids matter; none when the set is empty.</summary>
    public sealed record Ids(FrozenSet<string> Values) : IdLookup
    {
        public bool Equals(Ids? other) => other is not null && Values.SetEquals(other.Values);

        public override int GetHashCode() => Values.Count;
    }

    /// <summary>
    /// Only ids from <paramref name="Low"/> up to but not including <paramref name="High"/> matter, compared by code unit;
    /// null means open. Both bounds stay below U+D800, so comparing UTF-8 bytes gives the same range.
    /// </summary>
    public sealed record Range(string? Low, string? High) : IdLookup;

    /// <summary>Whether a document of this id may matter.</summary>
    public bool MayContain(string id) => this switch
    {
        Ids ids => ids.Values.Contains(id),
        Range range => (range.Low is null || string.CompareOrdinal(id, range.Low) >= 0)
            && (range.High is null || string.CompareOrdinal(id, range.High) < 0),
        _ => true,
    };
}
