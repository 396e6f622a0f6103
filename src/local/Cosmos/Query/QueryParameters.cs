using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>The values of the @names in a query.</summary>
public sealed class QueryParameters
{
    public static readonly QueryParameters None = new([]);

    readonly Dictionary<string, SqlValue> byName;

    QueryParameters(Dictionary<string, SqlValue> byName) => this.byName = byName;

    /// <summary>Reads <c>[{"name":"@x","value":…},…]</c>; an absent or null array means no parameters.</summary>
    /// <exception cref="SqlQueryException">The array or an entry has another shape, or a name is given twice.</exception>
    public static QueryParameters Parse(JsonElement arrayOrUndefined)
    {
        if (arrayOrUndefined.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return None;
        }

        if (arrayOrUndefined.ValueKind != JsonValueKind.Array)
        {
            throw Malformed();
        }

        var values = new Dictionary<string, SqlValue>(StringComparer.Ordinal);
        foreach (var entry in arrayOrUndefined.Clone().EnumerateArray())
        {
            var (name, value) = ReadEntry(entry);
            if (!values.TryAdd(name, value))
            {
                throw new SqlQueryException(0, 0, "SC2007", $"The query parameter '{name}' is specified more than once.");
            }
        }

        return new QueryParameters(values);
    }

    internal bool TryGet(string name, out SqlValue value)
    {
        var found = byName.TryGetValue(name, out var candidate);
        value = candidate ?? SqlValue.Undefined;
        return found;
    }

    internal SqlValue Required(Parameter parameter) => TryGet(parameter.Name, out var value)
        ? value
        : throw new SqlQueryException(
            parameter.Span.Start,
            parameter.Span.End,
            "SC2001",
            $"Identifier '{parameter.Name}' could not be resolved.");

    static (string Name, SqlValue Value) ReadEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("name", out var name)
            || name.ValueKind != JsonValueKind.String)
        {
            throw Malformed();
        }

        return (JsonText.ReadString(name), entry.TryGetProperty("value", out var value) ? SqlValue.From(value) : SqlValue.Undefined);
    }

    static SqlQueryException Malformed() =>
        new(0, 0, "SC2006", "The query parameters must be an array of objects with a name and a value.");
}
