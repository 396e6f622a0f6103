using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>The values of the parameters (<c>@name</c>) of a query.</summary>
static class QueryParameters
{
    public static readonly IReadOnlyDictionary<string, JsonElement> None = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Reads <c>[{"name":"@x","value":…},…]</c>; an absent or null array means no parameters.</summary>
    /// <exception cref="SqlQueryException">The array or an entry has another shape, or a name is given twice.</exception>
    public static IReadOnlyDictionary<string, JsonElement> Parse(JsonElement array)
    {
        if (array.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return None;
        }

        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var entries = array.ValueKind == JsonValueKind.Array ? array.Clone().EnumerateArray() : throw Malformed();
        foreach (var entry in entries)
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            {
                throw Malformed();
            }

            entry.TryGetProperty("value", out var value);
            if (!values.TryAdd(name.GetString()!, value))
            {
                throw new SqlQueryException(0, 0, "SC2007", $"The query parameter '{name}' is specified more than once.");
            }
        }

        return values;
    }

    static SqlQueryException Malformed() =>
        new(0, 0, "SC2006", "The query parameters must be an array of objects with a name and a value.");
}
