using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Replay;

/// <summary>
/// A loopback server that speaks DefiLlama's current prices over real HTTP, prices the token list with a slow walk by time, and misbehaves on
/// request. Safe to use from several threads.
/// </summary>
public sealed partial class ReplayPrices : IAsyncDisposable
{
    /// <summary>Ids that the server takes in one call.</summary>
    const int MaxIds = 258;

    readonly ConcurrentQueue<ReplayFault> _faults = new();
    readonly ConcurrentQueue<ReplayRequest> _requests = new();
    readonly ReplayCoins _coins;
    readonly TimeProvider _clock;
    readonly string? _key;
    WebApplication? _server;

    ReplayPrices(string? key, TimeProvider clock)
    {
        _key = key;
        _clock = clock;
        _coins = new ReplayCoins(clock);
    }

    /// <summary>Root address, to be set as <c>DefiLlama:BaseAddress</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Most ids of one call that are served; a call with more is answered 413.</summary>
    public int IdsPerCall { get; set; } = MaxIds;

    /// <summary>The requests received so far, whatever the answers were.</summary>
    public IReadOnlyCollection<ReplayRequest> Requests => _requests;

    /// <param name="key">The key that must be part of the path, or null to serve those without one.</param>
    /// <param name="clock">Time of prices and delays.</param>
    public static async Task<ReplayPrices> StartAsync(string? key, TimeProvider clock)
    {
        var replay = new ReplayPrices(key, clock);
        replay._server = await ReplayServer.StartAsync(port: 0, replay.HandleAsync);
        replay.Address = ReplayServer.AddressOf(replay._server);
        return replay;
    }

    /// <summary>Serves this JSON as the coin of an id; null serves none.</summary>
    public void Serve(string id, string? coin) => _coins.Serve(id, coin);

    /// <summary>Misbehaves on the next requests, one fault each, then serves as usual.</summary>
    public void Script(params IEnumerable<ReplayFault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>An error document of the API.</summary>
    public static ReplayFault.Answer Error(int status, string message) => new(status, $$"""{"message":"{{message}}"}""");

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await ReplayServer.StopAsync(server);
        }
    }

    async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        _requests.Enqueue(new ReplayRequest(
            request.Path, request.QueryString.Value ?? string.Empty, request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        var route = CurrentPrices().Match(request.Path.Value ?? string.Empty);
        if (!route.Success || !HttpMethods.IsGet(request.Method))
        {
            await ReplayEndpoint.AnswerAsync(context, new ReplayFault.Answer(StatusCodes.Status404NotFound, "Not found", "text/plain"));
            return;
        }

        if (_key is not null && route.Groups["key"].Value != _key)
        {
            await ReplayEndpoint.AnswerAsync(context, Error(StatusCodes.Status401Unauthorized, $"Invalid key in {request.Path}"));
            return;
        }

        _faults.TryDequeue(out var fault);
        switch (fault)
        {
            case ReplayFault.Answer answer:
                await ReplayEndpoint.AnswerAsync(context, answer);
                return;
            case ReplayFault.Delay delay:
                await Task.Delay(delay.Time, _clock, context.RequestAborted);
                break;
        }

        var ids = route.Groups["ids"].Value.Split(',');
        if (ids.Length > IdsPerCall)
        {
            await ReplayEndpoint.AnswerAsync(context, new ReplayFault.Answer(StatusCodes.Status413PayloadTooLarge, "<html>Too large</html>", "text/html"));
            return;
        }

        await SendAsync(context, _coins.Page(ids), fault);
    }

    async Task SendAsync(HttpContext context, byte[] page, ReplayFault? fault)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (fault is ReplayFault.Cut or ReplayFault.Truncate or ReplayFault.Stall)
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
