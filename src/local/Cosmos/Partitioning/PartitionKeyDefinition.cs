using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>A path such as <c>/a/b</c> or <c>/"with space"/b</c> into a document; arrays are never entered.</summary>
sealed record DocumentPath(string Text, IReadOnlyList<string> Steps)
{
    public static DocumentPath Parse(string text)
    {
        if (!text.StartsWith('/') || text.Length < 2)
        {
            throw RequestRefusedException.BadRequest($"The path '{text}' must start with '/' and name a property.");
        }

        var steps = new List<string>();
        foreach (var step in text[1..].Split('/'))
        {
            steps.Add(step.Length >= 2 && step[0] == '"' && step[^1] == '"' ? step[1..^1] : step);
        }

        return new DocumentPath(text, steps);
    }

    /// <summary>The value at this path; an undefined element when the path leads nowhere.</summary>
    public JsonElement Find(JsonElement document)
    {
        var current = document;
        foreach (var step in Steps)
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(step, out current))
            {
                return default;
            }
        }

        return current;
    }
}

/// <summary>The key paths of a container: one (<c>Hash</c>) or up to three (<c>MultiHash</c>, hierarchical).</summary>
sealed record PartitionKeyDefinition(IReadOnlyList<DocumentPath> Paths, bool IsHierarchical)
{
    const int MostPaths = 3;

    public static PartitionKeyDefinition Parse(JsonElement definition)
    {
        if (definition.ValueKind != JsonValueKind.Object
            || !definition.TryGetProperty("paths", out var paths)
            || paths.ValueKind != JsonValueKind.Array
            || paths.GetArrayLength() is 0 or > MostPaths)
        {
            throw RequestRefusedException.BadRequest("The partition key definition must have one to three paths.");
        }

        var parsed = new List<DocumentPath>();
        foreach (var path in paths.EnumerateArray())
        {
            parsed.Add(DocumentPath.Parse(path.ValueKind == JsonValueKind.String ? path.GetString()! : ""));
        }

        var isHierarchical = definition.TryGetProperty("kind", out var kind) && kind.ValueEquals("MultiHash");
        if (parsed.Count > 1 && !isHierarchical)
        {
            throw RequestRefusedException.BadRequest("Several partition key paths need the kind MultiHash.");
        }

        return new PartitionKeyDefinition(parsed, isHierarchical);
    }
}
