using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>A path such as <c>/a/b</c> or <c>/"with space"/b</c> into a document; never into an array.</summary>
sealed record DocumentPath(string Text, IReadOnlyList<string> Steps)
{
    /// <summary>Reads the single path of a partition key definition.</summary>
    public static DocumentPath OfKey(JsonElement definition)
    {
        if (definition.ValueKind != JsonValueKind.Object || !definition.TryGetProperty("paths", out var paths) || paths.ValueKind != JsonValueKind.Array)
        {
            throw RequestRefusedException.BadRequest("The partition key definition must have a path.");
        }

        if (paths.GetArrayLength() > 1 || (definition.TryGetProperty("kind", out var kind) && !kind.ValueEquals("Hash")))
        {
            throw RequestRefusedException.BadRequest("A hierarchical partition key is not supported by this local server; use one path and the kind Hash.");
        }

        return Parse(paths.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.String } path ? path.GetString()! : "");
    }

    static DocumentPath Parse(string text)
    {
        if (!text.StartsWith('/') || text.Length < 2)
        {
            throw RequestRefusedException.BadRequest($"The path '{text}' must start with '/' and name a property.");
        }

        return new DocumentPath(text, [.. text[1..].Split('/').Select(step => step.Length >= 2 && step[0] == '"' && step[^1] == '"' ? step[1..^1] : step)]);
    }

    /// <summary>The value at this path; an undefined element when there is none.</summary>
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
