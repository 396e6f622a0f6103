using System.Text.Json.Nodes;
using AssetFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of the HTTP API, generated from the code: routes, methods and keys from trigger attributes, parameters from their readers,
/// schemas from response types.
/// </summary>
/// <remarks>ASP.NET Core's own generator needs endpoint metadata; the worker's endpoints have only their methods and share one handler.</remarks>
public sealed class OpenApiDocument
{
    const string Prefix = "/api/";
    const string KeyScheme = "functionKey";
    const string Json = "application/json";
    const string ProblemJson = "application/problem+json";

    readonly Lazy<ApiResponse> _response = new(() => new ApiResponse(StatusCodes.Status200OK, Build(), ResponseCaching.Revalidate));

    /// <summary>The document, the same for every caller.</summary>
    public ApiResponse Response => _response.Value;

    static JsonObject Build()
    {
        var schemas = new ModelSchemas();
        var paths = new JsonObject();
        foreach (var routes in HttpRoute.All.GroupBy(route => route.Template, StringComparer.Ordinal))
        {
            var methods = routes.SelectMany(route => route.Methods.Select(method => (Method: method, Operation: Describe(route, method, schemas))));
            paths[Prefix + routes.Key] = new JsonObject(methods.Select(entry => KeyValuePair.Create(entry.Method, (JsonNode?)entry.Operation)));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "AssetFunctions",
                ["version"] = "1",
                ["description"] = "Wallets, their positions and the assets behind them. Amounts, prices and values are strings, instants are in UTC, and unknown values are null. "
                    + "Every GET route accepts HEAD too, and compresses its response where Accept-Encoding names gzip or br.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToComponents(),
                ["securitySchemes"] = new JsonObject
                {
                    [KeyScheme] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                },
            },
        };
    }

    static JsonObject Describe(HttpRoute route, string method, ModelSchemas schemas)
    {
        if (!ApiOperations.ByFunction.TryGetValue(route.Function, out var operation))
        {
            throw new InvalidOperationException($"The route of {route.Function} is not described in {nameof(ApiOperations)}.");
        }

        var described = new JsonObject
        {
            ["operationId"] = route.Function,
            ["summary"] = operation.Summary,
            ["parameters"] = new JsonArray(
            [
                .. route.PathParameters.Select(InPath), .. operation.Query.Select(InQuery),
                .. HeadersOf(method, operation.Headers, ApiHeader.IfNoneMatch).Select(header => header.InRequest()),
            ]),
            ["responses"] = Replies(route, method, operation, schemas),
        };
        if (operation.Body is not null)
        {
            described["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = operation.Body.DeepClone() } },
            };
        }

        if (route.NeedsKey)
        {
            described["security"] = new JsonArray(new JsonObject { [KeyScheme] = new JsonArray() });
        }

        return described;
    }

    static JsonNode InPath(string name) => new JsonObject
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["description"] = ApiOperations.PathParameters.GetValueOrDefault(name),
        ["schema"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
    };

    static JsonNode InQuery(QueryParameter parameter) => new JsonObject
    {
        ["name"] = parameter.Name,
        ["in"] = "query",
        ["description"] = parameter.Description,
        ["schema"] = parameter.Schema(),
    };

    static JsonObject Replies(HttpRoute route, string method, ApiOperation operation, ModelSchemas schemas)
    {
        var replies = new SortedDictionary<int, JsonObject>();
        foreach (var reply in operation.Replies)
        {
            var content = new JsonObject { [reply.Model is null ? ProblemJson : Json] = new JsonObject { ["schema"] = schemas.Reference(reply.Model) } };
            var headers = reply.Status == StatusCodes.Status200OK ? HeadersOf(method, reply.Headers, ApiHeader.ETag) : reply.Headers;
            replies.Add(reply.Status, Reply(reply.Description, headers, content));
        }

        if (HttpMethods.IsGet(method) && replies.ContainsKey(StatusCodes.Status200OK))
        {
            replies.Add(StatusCodes.Status304NotModified, Reply("The version in If-None-Match is current.", [ApiHeader.ETag], content: null));
        }

        if (route.NeedsKey)
        {
            replies.Add(StatusCodes.Status401Unauthorized, Reply("The key is missing or wrong; there is no body.", [], content: null));
        }

        return new JsonObject(replies.Select(reply => KeyValuePair.Create(reply.Key.ToString(), (JsonNode?)reply.Value)));
    }

    // Every GET response has an ETag, and every GET request may send one.
    static IEnumerable<ApiHeader> HeadersOf(string method, IReadOnlyList<ApiHeader> own, ApiHeader ofReads) => HttpMethods.IsGet(method) ? own.Append(ofReads) : own;

    static JsonObject Reply(string description, IEnumerable<ApiHeader> headers, JsonObject? content)
    {
        var reply = new JsonObject { ["description"] = description };
        var described = new JsonObject(headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.InResponse())));
        if (described.Count > 0)
        {
            reply["headers"] = described;
        }

        if (content is not null)
        {
            reply["content"] = content;
        }

        return reply;
    }
}
