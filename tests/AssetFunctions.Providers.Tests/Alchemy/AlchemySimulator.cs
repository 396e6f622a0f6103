using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Providers.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests.Alchemy;

/// <summary>A loopback server that speaks Alchemy's "tokens by wallet", serves the rows of the requested networks in pages, and misbehaves on request.</summary>
sealed class AlchemySimulator : IAsyncDisposable
{
    const int MaxNetworks = 5;

    readonly ConcurrentQueue<SimulatedFault> _faults = new();
    readonly ConcurrentQueue<JsonNode> _requests = new();
    readonly string _key;
    readonly int _pageSize;
    WebApplication? _server;

    AlchemySimulator(string key, int pageSize)
    {
        _key = key;
        _pageSize = pageSize;
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Rows of the wallet as JSON texts; the network of a row must be readable for it to be served.</summary>
    public IReadOnlyList<string> Rows { get; set; } = [];

    /// <summary>Bodies of the requests with the right key.</summary>
    public IReadOnlyCollection<JsonNode> Requests => _requests;

    public static async Task<AlchemySimulator> StartAsync(string key, int pageSize)
    {
        var simulator = new AlchemySimulator(key, pageSize);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        simulator._server = builder.Build();
        simulator._server.Run(simulator.HandleAsync);
        await simulator._server.StartAsync();
        simulator.Address = new Uri(
            simulator._server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return simulator;
    }

    /// <summary>Misbehaves on the next requests, one fault each, then serves as usual.</summary>
    public void Script(params IEnumerable<SimulatedFault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    public static SimulatedFault.Response Error(int status, string message) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["message"] = message } }.ToJsonString());

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await server.StopAsync(now.Token);
            await server.DisposeAsync();
        }
    }

    async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path != $"/data/v1/{_key}/assets/tokens/by-address" || !HttpMethods.IsPost(context.Request.Method))
        {
            await RespondAsync(context, Error(401, $"Must be authenticated! {context.Request.Path}"));
            return;
        }

        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        _requests.Enqueue(request);
        var networks = request["addresses"]!.AsArray().Single()!["networks"]!.AsArray().Select(network => network!.GetValue<string>()).ToList();
        _faults.TryDequeue(out var fault);
        switch (fault)
        {
            case SimulatedFault.Response result:
                await RespondAsync(context, result);
                return;
            case SimulatedFault.Delay delay:
                await Task.Delay(delay.Time, TimeProvider.System, context.RequestAborted);
                break;
        }

        if (networks.Count > MaxNetworks)
        {
            await RespondAsync(context, Error(400, "Too many networks."));
            return;
        }

        await SendAsync(context, Page(networks, int.TryParse((string?)request["pageKey"], out var start) ? start : 0), fault);
    }

    byte[] Page(List<string> networks, int start)
    {
        var rows = Rows.Where(row => networks.Exists(network => row.Contains($"\"{network}\"", StringComparison.Ordinal))).ToList();
        var next = start + _pageSize < rows.Count ? $"\"{start + _pageSize}\"" : "null";
        return System.Text.Encoding.UTF8.GetBytes($$$"""{"data":{"tokens":[{{{string.Join(',', rows.Skip(start).Take(_pageSize))}}}],"pageKey":{{{next}}}}}""");
    }

    static async Task SendAsync(HttpContext context, byte[] page, SimulatedFault? fault)
    {
        context.Response.ContentType = "application/json";
        switch (fault)
        {
            case SimulatedFault.Cut cut:
                // A response that is shorter than its stated length closes the connection; a reset could discard bytes already sent.
                context.Response.ContentLength = cut.AfterBytes + 1;
                await context.Response.Body.WriteAsync(page.AsMemory(0, (int)cut.AfterBytes));
                break;
            case SimulatedFault.Stall stall:
                await context.Response.Body.WriteAsync(page.AsMemory(0, (int)stall.AfterBytes));
                await context.Response.Body.FlushAsync();
                await Task.Delay(stall.Time, TimeProvider.System, context.RequestAborted);
                break;
            default:
                await context.Response.Body.WriteAsync(page);
                break;
        }
    }

    static async Task RespondAsync(HttpContext context, SimulatedFault.Response result)
    {
        context.Response.StatusCode = result.Status;
        context.Response.ContentType = result.ContentType;
        foreach (var (name, value) in result.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(result.Body);
    }
}
