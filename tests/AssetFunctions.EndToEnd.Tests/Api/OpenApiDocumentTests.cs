using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Http;
using AssetFunctions.OpenApi;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Tests.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <summary>The document matches the code that it describes.</summary>
public sealed class OpenApiDocumentTests
{
    const string Wallet = "0x00000000000000000000000000000000000a11ce";

    readonly JsonNode _document = (JsonNode)new OpenApiDocument().Response.Body;

    [Fact]
    public void Every_route_is_described_and_every_description_has_a_route()
    {
        Assert.Equal(HttpRoute.All.Select(route => route.Function).Order(StringComparer.Ordinal), ApiOperations.ByFunction.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            HttpRoute.All.SelectMany(route => route.Methods.Select(method => $"{method} /api/{route.Template} {route.NeedsKey}")).Order(StringComparer.Ordinal),
            new ApiDescription(_document).Operations
                .Select(operation => $"{operation.Method.ToLowerInvariant()} {operation.Path} {operation.NeedsKey}")
                .Order(StringComparer.Ordinal));
        Assert.All(HttpRoute.All, route => Assert.All(route.PathParameters, name => Assert.Contains(name, ApiOperations.PathParameters.Keys)));
    }

    [Fact]
    public void Every_reference_resolves_to_a_schema_and_operation_ids_are_unique()
    {
        var references = All(_document).OfType<JsonObject>().Select(node => (string?)node["$ref"]).OfType<string>().ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.NotNull(reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)_document, (node, name) => node?[name])));
        Assert.Distinct(new ApiDescription(_document).Operations.Select(operation => operation.Id));
        Assert.StartsWith("3.1", (string?)_document["openapi"], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_object_is_described_by_one_component()
    {
        var components = _document["components"]!["schemas"]!.AsObject();

        Assert.Contains("Run", components.Select(component => component.Key));
        Assert.All(components, component => Assert.All(
            All(component.Value).OfType<JsonObject>().Where(node => node["properties"] is JsonObject),
            node => Assert.Same(component.Value, node)));
    }

    // Monitors and caches send HEAD requests wherever GET is allowed.
    [Fact]
    public void Every_route_that_takes_GET_takes_HEAD()
    {
        var triggers = typeof(OpenApiDocument).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.Methods)
            .OfType<string[]>()
            .ToList();

        Assert.NotEmpty(triggers);
        Assert.All(triggers, methods => Assert.Equal(methods.Contains("get"), methods.Contains("head")));
    }

    [Fact]
    public async Task Exactly_the_described_parameters_are_read()
    {
        await using var services = Compose();
        foreach (var route in HttpRoute.All)
        {
            var query = new RecordingQuery();
            await InvokeAsync(services, route, query);

            Assert.Equal(
                (route.Function, string.Join(' ', ApiOperations.ByFunction[route.Function].Query.Select(parameter => parameter.Name).Order(StringComparer.Ordinal))),
                (route.Function, string.Join(' ', query.Read.Order(StringComparer.Ordinal))));
        }
    }

    [Fact]
    public async Task A_route_that_throws_when_a_port_is_broken_describes_500()
    {
        await using var services = Compose(isBroken: true);
        foreach (var route in HttpRoute.All)
        {
            var failure = await Record.ExceptionAsync(() => InvokeAsync(services, route, new RecordingQuery()));

            var isDescribed = ApiOperations.ByFunction[route.Function].Replies.Any(reply => reply.Status == StatusCodes.Status500InternalServerError);
            Assert.Equal((route.Function, isDescribed), (route.Function, failure is not null));
        }
    }

    [Fact]
    public void Every_read_accepts_the_tag_that_it_returns_and_changes_of_registrations_and_overrides_accept_conditions()
    {
        foreach (var operation in new ApiDescription(_document).Operations)
        {
            var isRead = operation.Method == "GET";
            Assert.Equal(
                (operation.Id, operation.Id is "RegisterWallet" or "SetOverride" ? "If-Match If-None-Match" : operation.Id == "RemoveOverride" ? "If-Match" : isRead ? "If-None-Match" : string.Empty),
                (operation.Id, string.Join(' ', operation.Parameters("header").Select(header => (string?)header["name"]))));
            Assert.Equal((operation.Id, isRead), (operation.Id, operation.Node["responses"]!["304"]?["headers"]?["ETag"] is not null));
        }
    }

    [Fact]
    public void Defaults_and_bounds_are_those_of_the_reader()
    {
        foreach (var parameter in ApiOperations.ByFunction.Values.SelectMany(operation => operation.Query).OfType<IntegerParameter>().Distinct())
        {
            Assert.True(parameter.TryParse("1", out _) && parameter.TryParse(parameter.Max.ToString(), out _));
            Assert.False(parameter.TryParse("0", out _) || parameter.TryParse((parameter.Max + 1).ToString(), out _) || parameter.TryParse("1.5", out _));
            Assert.Equal((int)parameter.Schema()["default"]!, parameter.Fallback);
        }
    }

    static ServiceProvider Compose(bool isBroken = false) => AppServices.Compose(services =>
    {
        var ports = services.Select(service => service.ServiceType).Where(type => type.IsInterface && type.Assembly == typeof(AssetKey).Assembly).Distinct();
        foreach (var port in isBroken ? ports.ToList() : [])
        {
            services.AddSingleton(port, DispatchProxy.Create(port, typeof(BrokenPort)));
        }
    });

    static async Task<ApiResponse> InvokeAsync(IServiceProvider services, HttpRoute route, IQueryCollection query)
    {
        var method = typeof(OpenApiDocument).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Single(candidate => candidate.GetCustomAttribute<FunctionAttribute>()?.Name == route.Function);
        var request = new DefaultHttpContext { RequestServices = services }.Request;
        request.Query = query;
        request.Headers["x-functions-key"] = "key";
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(route.Function == "SetOverride" ? """{"state":"spam","note":"phishing"}""" : $$"""{"wallet":"{{Wallet}}"}"""));
        var arguments = method.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(HttpRequest) ? request
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : parameter.Name switch { "wallet" => Wallet, "network" => "ethereum", "contractAddress" => AssetIdentity.Native, "queue" => QueueNames.SyncAssets, _ => (object)"1" }).ToArray();
        var result = method.Invoke(ActivatorUtilities.CreateInstance(services, method.DeclaringType!), arguments);
        if (result is Task task)
        {
            await task;
            result = task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task);
        }

        return (ApiResponse)result!;
    }

    static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => All(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(All),
        null => [],
        _ => [node],
    };

    /// <summary>A port whose every call fails with an unexpected exception.</summary>
    public class BrokenPort : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new InvalidOperationException("The port is broken.");
    }

    /// <summary>A query string without parameters that records which ones were read.</summary>
    sealed class RecordingQuery : IQueryCollection
    {
        public HashSet<string> Read { get; } = new(StringComparer.Ordinal);

        public int Count => 0;

        public ICollection<string> Keys => [];

        public StringValues this[string key]
        {
            get
            {
                Read.Add(key);
                return StringValues.Empty;
            }
        }

        public bool ContainsKey(string key) => TryGetValue(key, out _);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
        {
            Read.Add(key);
            value = StringValues.Empty;
            return false;
        }

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, StringValues>>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
