using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <summary>Checks JSON against the part of JSON Schema that the document uses. Stricter than the standard: a member that is not described is an error.</summary>
sealed class SchemaCheck(JsonNode document)
{
    public IEnumerable<string> Faults(JsonNode schema, JsonNode? value, string path = "$")
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            schema = reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, name) => node[name]!);
        }

        if (schema["anyOf"] is JsonArray alternatives)
        {
            return alternatives.Select(alternative => Faults(alternative!, value, path).ToList()).MinBy(faults => faults.Count)!;
        }

        var kind = KindOf(value);
        if (schema["type"] is { } type && !Types(type).Any(name => name == kind || (name == "number" && kind == "integer")))
        {
            return [$"{path} is {kind} and should be {type.ToJsonString()}"];
        }

        if (schema["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)))
        {
            return [$"{path} is {value?.ToJsonString() ?? "null"}, which is none of {choices.ToJsonString()}"];
        }

        return value switch
        {
            JsonObject members => OfObject(schema, members, path),
            JsonArray items => schema["items"] is { } item ? items.SelectMany((element, index) => Faults(item, element, $"{path}[{index}]")) : [],
            JsonValue text when kind == "string" => OfText(schema, (string)text!, path),
            _ => [],
        };
    }

    IEnumerable<string> OfObject(JsonNode schema, JsonObject members, string path)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            return [];
        }

        var missing = (schema["required"]?.AsArray() ?? []).Where(name => !members.ContainsKey((string)name!)).Select(name => $"{path}.{name} is missing");
        var unknown = members.Where(member => !properties.ContainsKey(member.Key)).Select(member => $"{path}.{member.Key} is not described");
        return missing.Concat(unknown).Concat(members
            .Where(member => properties.ContainsKey(member.Key))
            .SelectMany(member => Faults(properties[member.Key]!, member.Value, $"{path}.{member.Key}")));
    }

    static IEnumerable<string> OfText(JsonNode schema, string text, string path)
    {
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking))
        {
            yield return $"{path} is '{text}' and should match {pattern}";
        }

        if ((string?)schema["format"] == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            yield return $"{path} is '{text}' and should be an instant";
        }
    }

    static IEnumerable<string> Types(JsonNode type) => type is JsonArray names ? names.Select(name => (string)name!) : [(string)type!];

    static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
    };
}
