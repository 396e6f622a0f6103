using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>
/// A loopback server that speaks DefiLlama's current prices over real HTTP, prices the token list with slowly drifting prices, and misbehaves on
/// request. Thread-safe.
/// </summary>
public sealed partial class PriceSimulator : IAsyncDisposable
{
    /// <summary>Ids that the real server accepts per call.</summary>
    const int MaxIds = 258;

    readonly ConcurrentQueue<SimulatedFault> _faults = new();
    readonly ConcurrentQueue<SimulatorRequest> _requests = new();
    readonly SimulatedCoins _coins;
    readonly TimeProvider _clock;
    readonly string? _key;
    WebApplication? _server;

    PriceSimulator(string? key, TimeProvider clock)
    {
        _key = key;
        _clock = clock;
        _coins = new SimulatedCoins(clock);
    }

    /// <summary>Root address, to be set as <c>DefiLlama:BaseAddress</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Maximum number of ids per call; a call with more gets 413.</summary>
    public int IdsPerCall { get; set; } = MaxIds;

    /// <summary>The requests received so far, whatever the responses were.</summary>
    public IReadOnlyCollection<SimulatorRequest> Requests => _requests;

    /// <param name="key">The key required in the path, or null for none.</param>
    /// <param name="clock">Time of prices and delays.</param>
    public static async Task<PriceSimulator> StartAsync(string? key, TimeProvider clock)
    {
        var simulator = new PriceSimulator(key, clock);
        simulator._server = await SimulatorServer.StartAsync(port: 0, simulator.HandleAsync);
        simulator.Address = SimulatorServer.AddressOf(simulator._server);
        return simulator;
    }

    /// <summary>Serves this JSON as the coin of an id; null serves none.</summary>
    public void Serve(string id, string? coin) => _coins.Serve(id, coin);

    /// <summary>Misbehaves on the next requests, one fault each, then serves as usual.</summary>
    public void Script(params IEnumerable<SimulatedFault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>An error document of the API.</summary>
    public static SimulatedFault.Response Error(int status, string message) => new(status, $$"""{"message":"{{message}}"}""");

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await SimulatorServer.StopAsync(server);
        }
    }

    async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        _requests.Enqueue(new SimulatorRequest(
            request.Path, request.QueryString.Value ?? string.Empty, request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        var route = CurrentPrices().Match(request.Path.Value ?? string.Empty);
        if (!route.Success || !HttpMethods.IsGet(request.Method))
        {
            await SimulatorEndpoint.RespondAsync(context, new SimulatedFault.Response(StatusCodes.Status404NotFound, "Not found", "text/plain"));
            return;
        }

        if (_key is not null && route.Groups["key"].Value != _key)
        {
            await SimulatorEndpoint.RespondAsync(context, Error(StatusCodes.Status401Unauthorized, $"Invalid key in {request.Path}"));
            return;
        }

        _faults.TryDequeue(out var fault);
        switch (fault)
        {
            case SimulatedFault.Response response:
                await SimulatorEndpoint.RespondAsync(context, response);
                return;
            case SimulatedFault.Delay delay:
                await Task.Delay(delay.Time, _clock, context.RequestAborted);
                break;
        }

        var ids = route.Groups["ids"].Value.Split(',');
        if (ids.Length > IdsPerCall)
        {
            await SimulatorEndpoint.RespondAsync(context, new SimulatedFault.Response(StatusCodes.Status413PayloadTooLarge, "<html>Too large</html>", "text/html"));
            return;
        }

        await SendAsync(context, _coins.Page(ids), fault);
    }

    async Task SendAsync(HttpContext context, byte[] page, SimulatedFault? fault)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (fault is SimulatedFault.Cut or SimulatedFault.Truncate or SimulatedFault.Stall)
        {
            await using var limited = new FaultyStream(context, fault, _clock);
            await limited.CopyFromAsync((target, cancellationToken) => target.WriteAsync(page, cancellationToken).AsTask());
            return;
        }

        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            await response.Body.WriteAsync(page, context.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(page, context.RequestAborted);
    }

    [GeneratedRegex("^(/(?<key>[^/]+)/coins)?/prices/current/(?<ids>[^/]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CurrentPrices();
}
