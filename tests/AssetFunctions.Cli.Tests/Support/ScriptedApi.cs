using System.Collections.Concurrent;
using System.Text.Json;
using AssetFunctions.Local.Providers.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Cli.Tests.Support;

/// <summary>A call of the API.</summary>
/// <param name="IsStatus">Whether the call reads the status of the wallet's run; otherwise it requests a run.</param>
/// <param name="Number">Number of the call among those of its kind for the wallet, from 1.</param>
/// <param name="Query">The query string.</param>
sealed record ApiCall(string Wallet, bool IsStatus, int Number, string Query);

/// <summary>A response of the API; status 0 is a lost connection.</summary>
sealed record ApiReply(int Status, object? Body)
{
    public static ApiReply Lost { get; } = new(0, null);

    public static ApiReply Accepted(string wallet) => new(202, new { runId = $"run-{wallet[^1]}", wallet, status = "running" });

    public static ApiReply Run(string wallet, string status) => new(200, new { wallet, runId = $"run-{wallet[^1]}", status, phase = "syncing" });

    public static ApiReply Problem(int status, string detail) => new(status, new { detail });
}

/// <summary>An API on loopback with scripted responses. Without a script it accepts every request and completes every run.</summary>
sealed class ScriptedApi : IAsyncDisposable
{
    readonly ConcurrentDictionary<(string Wallet, bool IsStatus), int> _calls = new();
    readonly Func<ApiCall, ApiReply?> _script;
    WebApplication? _server;

    ScriptedApi(Func<ApiCall, ApiReply?> script) => _script = script;

    public Uri Address => new(SimulatorServer.AddressOf(_server!), "api/");

    public int Looks(string wallet) => _calls.GetValueOrDefault((wallet, true));

    public static async Task<ScriptedApi> StartAsync(Func<ApiCall, ApiReply?> script)
    {
        var api = new ScriptedApi(script);
        api._server = await SimulatorServer.StartAsync(0, api.RespondAsync);
        return api;
    }

    public ValueTask DisposeAsync() => SimulatorServer.StopAsync(_server!);

    async Task RespondAsync(HttpContext context)
    {
        var segments = context.Request.Path.Value!.Split('/');
        var (wallet, isLook) = (segments[3], segments[2] == "syncs");
        var call = new ApiCall(wallet, isLook, _calls.AddOrUpdate((wallet, isLook), 1, (_, count) => count + 1), context.Request.QueryString.Value!);
        var reply = _script(call) ?? (isLook ? ApiReply.Run(wallet, "completed") : ApiReply.Accepted(wallet));
        if (reply == ApiReply.Lost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(reply.Body, JsonSerializerOptions.Web));
    }
}
