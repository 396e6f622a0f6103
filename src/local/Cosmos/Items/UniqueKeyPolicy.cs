using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Partitioning;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>The unique keys of a container; each holds within one logical partition, a missing value counting as one value.</summary>
sealed record UniqueKeyPolicy(IReadOnlyList<IReadOnlyList<DocumentPath>> Keys)
{
    public static UniqueKeyPolicy Parse(JsonElement container)
    {
        if (!container.TryGetProperty("uniqueKeyPolicy", out var policy)
            || policy.ValueKind != JsonValueKind.Object
            || !policy.TryGetProperty("uniqueKeys", out var keys)
            || keys.ValueKind != JsonValueKind.Array)
        {
            return new UniqueKeyPolicy([]);
        }

        var parsed = new List<IReadOnlyList<DocumentPath>>();
        foreach (var key in keys.EnumerateArray())
        {
            parsed.Add([.. key.GetProperty("paths").EnumerateArray().Select(path => DocumentPath.Parse(path.GetString() ?? ""))]);
        }

        return new UniqueKeyPolicy(parsed);
    }

    /// <summary>Whether the same keys are declared in the same order.</summary>
    public bool IsSameAs(UniqueKeyPolicy other) =>
        Keys.Select(TextOf).SequenceEqual(other.Keys.Select(TextOf), StringComparer.Ordinal);

    /// <summary>One text per unique key; two items collide when they share a text.</summary>
    public IReadOnlyList<string> ValuesOf(JsonElement document)
    {
        if (Keys.Count == 0)
        {
            return [];
        }

        var values = new string[Keys.Count];
        for (var i = 0; i < Keys.Count; i++)
        {
            var text = new StringBuilder().Append(i);
            foreach (var path in Keys[i])
            {
                var value = path.Find(document);
                text.Append('\u001f').Append(value.ValueKind == JsonValueKind.Undefined ? "null" : TextOf(value));
            }

            values[i] = text.ToString();
        }

        return values;
    }

    static string TextOf(IReadOnlyList<DocumentPath> key) => string.Join('\u001f', key.Select(path => path.Text));

    static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "\"" + value.GetString(),
        JsonValueKind.Number => value.GetDouble().ToString("R"),
        _ => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)),
    };
}
