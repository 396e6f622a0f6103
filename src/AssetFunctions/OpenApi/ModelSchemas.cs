using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using AssetFunctions.Http;
using Microsoft.AspNetCore.Mvc;

namespace AssetFunctions.OpenApi;

/// <summary>JSON schemas of the API's responses, generated from their types: one component per type.</summary>
sealed class ModelSchemas
{
    const string Problem = nameof(ProblemDetails);
    const string Root = "#/components/schemas/";

    readonly SortedDictionary<string, JsonNode?> _schemas = new(StringComparer.Ordinal) { [Problem] = ProblemSchema() };
    readonly JsonSchemaExporterOptions _exporter;

    public ModelSchemas() => _exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Refine };

    /// <summary>Returns a reference to the schema of a model, or of problem details.</summary>
    public JsonObject Reference(Type? model)
    {
        if (model == typeof(JsonObject))
        {
            return new JsonObject { ["type"] = "object" };
        }

        var name = model is null ? Problem : model.Name.EndsWith("Model", StringComparison.Ordinal) ? model.Name[..^5] : model.Name;
        if (model is not null && _schemas.TryAdd(name, null))
        {
            _schemas[name] = ApiJson.Options.GetJsonSchemaAsNode(model, _exporter);
        }

        return new JsonObject { ["$ref"] = Root + name };
    }

    /// <summary>All referenced schemas, by name.</summary>
    public JsonObject ToComponents() => new(_schemas);

    // The exporter cannot see through converters. Members are always written, unknown ones as null, so all are required.
    JsonNode Refine(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && context.Path.Length > 0)
        {
            return context.PropertyInfo is { IsGetNullable: true }
                ? new JsonObject { ["anyOf"] = new JsonArray(Reference(type), new JsonObject { ["type"] = "null" }) }
                : Reference(type);
        }

        var isNullable = Nullable.GetUnderlyingType(type) is not null;
        var refined = (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var plain when plain == typeof(decimal) => Text("A number in decimal digits.", isNullable, "pattern", @"^-?[0-9]+(\.[0-9]+)?$"),
            var plain when plain == typeof(DateTimeOffset) => Text("An instant in UTC.", isNullable, "format", "date-time"),
            { IsEnum: true } plain => Choice(plain, isNullable),
            _ => schema,
        };
        if (refined is JsonObject members && members["properties"] is JsonObject properties)
        {
            members["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]);
        }

        return refined;
    }

    static JsonObject Text(string description, bool isNullable, string keyword, string value) =>
        new() { ["type"] = TypeOf("string", isNullable), [keyword] = value, ["description"] = description };

    static JsonObject Choice(Type type, bool isNullable)
    {
        var names = Enum.GetNames(type).Select(name => (JsonNode?)JsonNamingPolicy.CamelCase.ConvertName(name)).ToList();
        if (isNullable)
        {
            names.Add(null);
        }

        return new JsonObject { ["type"] = TypeOf("string", isNullable), ["enum"] = new JsonArray([.. names]) };
    }

    static JsonNode TypeOf(string name, bool isNullable) => isNullable ? new JsonArray(name, "null") : name;

    static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "An error (RFC 9457).",
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["format"] = "uri" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
        },
        ["required"] = new JsonArray("type", "title", "status", "detail"),
    };
}
