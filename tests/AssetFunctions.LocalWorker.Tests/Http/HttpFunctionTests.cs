using System.Net;
using System.Net.Http.Json;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Http;
using AssetFunctions.LocalWorker.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.LocalWorker.Tests.Http;

/// <summary>Routes, methods, keys and answers of HTTP functions, over real requests.</summary>
public sealed class HttpFunctionTests
{
    [Theory]
    [InlineData("GET", "/api/coins/eth/7", HttpStatusCode.OK, "eth 7")]
    [InlineData("POST", "/api/coins/eth/7", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/api/coins/eth/seven", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/api/coins/eth", HttpStatusCode.OK, "eth none")]
    [InlineData("GET", "/coins/eth/7", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/api/Unrouted", HttpStatusCode.OK, "GET")]
    [InlineData("DELETE", "/api/unrouted", HttpStatusCode.OK, "DELETE")]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound, "")]
    public async Task A_request_reaches_the_function_of_its_route_and_method(
        string method, string path, HttpStatusCode status, string body)
    {
        await using var app = await StartAsync("{}");

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await Client(app).SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("", "/coins/btc/1")]
    [InlineData("v1/wallets", "/v1/wallets/coins/btc/1")]
    public async Task The_route_prefix_comes_from_host_json(string prefix, string path)
    {
        await using var app = await StartAsync($$"""{ "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""");

        Assert.Equal("btc 1", await Client(app).GetStringAsync(path));
    }

    [Fact]
    public async Task An_object_result_is_written_as_JSON()
    {
        await using var app = await StartAsync("{}");

        using var response = await Client(app).PostAsJsonAsync("/api/echo", new { coin = "eth" });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"received":"{\"coin\":\"eth\"}"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_failed_function_answers_500_without_details()
    {
        await using var app = await StartAsync("{}");

        using var response = await Client(app).GetAsync("/api/fail");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_request_has_the_services_of_its_execution()
    {
        await using var app = await StartAsync("{}");

        Assert.Equal("same scope", await Client(app).GetStringAsync("/api/scope"));
    }

    [Theory]
    [InlineData("anonymous", null, HttpStatusCode.OK)]
    [InlineData("function", null, HttpStatusCode.OK)]
    [InlineData("admin", null, HttpStatusCode.OK)]
    public async Task Without_configured_keys_every_level_is_open(string path, string? key, HttpStatusCode expected)
    {
        await using var app = await StartAsync("{}");

        Assert.Equal(expected, await StatusAsync(app, path, key));
    }

    [Theory]
    [InlineData("anonymous", null, HttpStatusCode.OK)]
    [InlineData("function", null, HttpStatusCode.Unauthorized)]
    [InlineData("function", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("function", "host-key", HttpStatusCode.OK)]
    [InlineData("function", "own-key", HttpStatusCode.OK)]
    [InlineData("function", "master-key", HttpStatusCode.OK)]
    [InlineData("system", "host-key", HttpStatusCode.Unauthorized)]
    [InlineData("system", "master-key", HttpStatusCode.OK)]
    [InlineData("admin", "host-key", HttpStatusCode.Unauthorized)]
    [InlineData("admin", "own-key", HttpStatusCode.Unauthorized)]
    [InlineData("admin", "master-key", HttpStatusCode.OK)]
    [InlineData("user", "own-key", HttpStatusCode.Unauthorized)]
    [InlineData("user", "host-key", HttpStatusCode.OK)]
    public async Task With_configured_keys_a_level_needs_its_key_in_the_header_or_the_query(string path, string? key, HttpStatusCode expected)
    {
        await using var app = await StartAsync(
            "{}",
            ("AzureFunctions:Keys:default", "host-key"),
            ("AzureFunctions:Keys:_master", "master-key"),
            ("AzureFunctions:FunctionKeys:LevelFunction:mine", "own-key"));

        Assert.Equal(expected, await StatusAsync(app, path, key));
        using var byQuery = await Client(app).GetAsync($"/api/level/{path}?code={key}");
        Assert.Equal(expected, byQuery.StatusCode);
    }

    [Fact]
    public async Task An_app_without_HTTP_functions_does_not_listen()
    {
        var options = new WorkerOptions { FunctionTypes = [], HostJson = "{}", Settings = new Dictionary<string, string?>() };
        await using var app = await TestApp.StartAsync(options, builder => builder.ConfigureFunctionsWebApplication());

        Assert.Empty(app.Services.GetRequiredService<HttpFunctionServer>().Addresses);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_way_out()
    {
        await using var app = await StartAsync("{}");
        var port = Client(app).BaseAddress!.Port;

        var failure = await Assert.ThrowsAsync<WorkerStartupException>(() => TestApp.StartAsync(
            Options("{}"), builder => builder.ConfigureFunctionsWebApplication(), "--port", $"{port}"));

        Assert.StartsWith($"HTTP functions cannot listen on http://127.0.0.1:{port} (", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("choose another port with --port or the setting 'ASPNETCORE_URLS'.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_lets_a_running_request_end()
    {
        var probe = new Probe();
        var gate = new SlowGate(new TaskCompletionSource());
        await using var app = await TestApp.StartAsync(
            Options("{}", typeof(SlowHttp)),
            builder => builder.ConfigureFunctionsWebApplication().Services.AddSingleton(probe).AddSingleton(gate),
            "--port", "0");
        var answer = Client(app).GetStringAsync("/api/slow");
        await probe.StartedAsync();

        var stopping = app.StopAsync();
        gate.Release.SetResult();

        Assert.Equal("ended", await answer);
        await stopping;
    }

    static async Task<HttpStatusCode> StatusAsync(TestApp app, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/level/{path}");
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await Client(app).SendAsync(request);
        return response.StatusCode;
    }

    static HttpClient Client(TestApp app)
        => new() { BaseAddress = new Uri(app.Services.GetRequiredService<HttpFunctionServer>().Addresses.Single()) };

    static Task<TestApp> StartAsync(string hostJson, params (string Name, string Value)[] settings)
        => TestApp.StartAsync(
            Options(hostJson, settings: settings),
            builder => builder.ConfigureFunctionsWebApplication().Services.AddScoped<ScopeMark>(),
            "--port", "0");

    static WorkerOptions Options(string hostJson, Type? functions = null, params (string Name, string Value)[] settings) => new()
    {
        FunctionTypes = [functions ?? typeof(HttpFunctions)],
        HostJson = hostJson,
        Settings = settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value),
    };
}

public sealed class ScopeMark;

public sealed record SlowGate(TaskCompletionSource Release);

public sealed class SlowHttp(Probe probe, SlowGate gate)
{
    [Function("Slow")]
    public async Task<IActionResult> RunAsync([HttpTrigger] HttpRequest request, FunctionContext context)
    {
        await probe.RunAsync("slow", context);
        await gate.Release.Task;
        return new ContentResult { Content = "ended" };
    }
}

public sealed class HttpFunctions(ScopeMark mark)
{
    [Function("Coins")]
    public IActionResult Coins([HttpTrigger("get", Route = "coins/{coin}/{number:int?}")] HttpRequest request, string coin, int? number)
        => Text($"{coin} {number?.ToString() ?? "none"}");

    [Function("Unrouted")]
    public Task<IActionResult> UnroutedAsync([HttpTrigger] HttpRequest request) => Task.FromResult<IActionResult>(Text(request.Method));

    [Function("Echo")]
    public async ValueTask<IActionResult> EchoAsync([HttpTrigger("post")] HttpRequest request, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        return new ObjectResult(new { Received = await reader.ReadToEndAsync(cancellation) }) { StatusCode = StatusCodes.Status202Accepted };
    }

    [Function("Fail")]
    public IActionResult Fail([HttpTrigger] HttpRequest request) => throw new InvalidOperationException("a secret");

    [Function("Scope")]
    public IActionResult Scope([HttpTrigger] HttpRequest request)
        => Text(ReferenceEquals(mark, request.HttpContext.RequestServices.GetService<ScopeMark>()) ? "same scope" : "another scope");

    [Function("LevelAnonymous")]
    public IActionResult Anonymous([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "level/anonymous")] HttpRequest request) => new OkResult();

    [Function("LevelUser")]
    public IActionResult ForUser([HttpTrigger(AuthorizationLevel.User, "get", Route = "level/user")] HttpRequest request) => new OkResult();

    [Function("LevelFunction")]
    public IActionResult ForFunction([HttpTrigger(AuthorizationLevel.Function, "get", Route = "level/function")] HttpRequest request) => new OkResult();

    [Function("LevelSystem")]
    public IActionResult ForSystem([HttpTrigger(AuthorizationLevel.System, "get", Route = "level/system")] HttpRequest request) => new OkResult();

    [Function("LevelAdmin")]
    public IActionResult ForAdmin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "level/admin")] HttpRequest request) => new OkResult();

    static ContentResult Text(string text) => new() { Content = text };
}
