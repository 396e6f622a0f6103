using System.Text.Json.Nodes;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <summary>An OpenAPI document, read as a client of the API reads it.</summary>
sealed class ApiDescription(JsonNode document)
{
    static readonly string[] Headers = ["ETag", "Location", "Retry-After"];

    readonly SchemaCheck _check = new(document);

    public IReadOnlyList<DescribedOperation> Operations { get; } = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
        .Select(entry => new DescribedOperation(path.Key, entry.Key.ToUpperInvariant(), entry.Value!)))];

    public DescribedOperation this[string id] => Operations.Single(operation => operation.Id == id);

    /// <summary>The problems of a response: a status, content type or header that is not described, a described header that is missing, or JSON
    /// that does not match the schema.</summary>
    public IReadOnlyList<string> Faults(DescribedOperation operation, ApiReply reply)
    {
        var status = ((int)reply.Status).ToString();
        if (operation.Node["responses"]![status] is not { } response)
        {
            return [$"{operation.Id} does not describe {status}"];
        }

        var headers = Headers.Where(name => response["headers"]?[name] is not null != reply.Headers.ContainsKey(name))
            .Select(name => $"{operation.Id} {status} {(reply.Headers.ContainsKey(name) ? "does not describe" : "lacks")} {name}");
        return [.. headers, .. FaultsOfBody(operation, response, reply)];
    }

    IEnumerable<string> FaultsOfBody(DescribedOperation operation, JsonNode response, ApiReply reply)
    {
        var status = (int)reply.Status;
        var type = reply.Headers.GetValueOrDefault("Content-Type");
        if (response["content"] is not JsonObject content)
        {
            return reply.Text.Length == 0 && type is null ? [] : [$"{operation.Id} {status} describes no body"];
        }

        return type is not null && content[type]?["schema"] is { } schema
            ? _check.Faults(schema, reply.Json).Select(fault => $"{operation.Id} {status}: {fault}")
            : [$"{operation.Id} {status} does not describe {type ?? "an empty body"}"];
    }
}

/// <summary>One operation of the document.</summary>
sealed record DescribedOperation(string Path, string Method, JsonNode Node)
{
    public string Id => (string)Node["operationId"]!;

    public bool NeedsKey => Node["security"] is not null;

    /// <summary>Schema of the body, or null when none is read.</summary>
    public JsonNode? Body => Node["requestBody"]?["content"]?["application/json"]?["schema"];

    public IEnumerable<JsonNode> Parameters(string place) => Node["parameters"]!.AsArray().Where(parameter => (string)parameter!["in"]! == place).Select(parameter => parameter!);
}
