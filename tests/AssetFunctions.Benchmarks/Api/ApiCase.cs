using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Processes;
using AssetFunctions.Local.Stack.Samples;

namespace AssetFunctions.Benchmarks.Api;

/// <summary>
/// Reads of a wallet of 500 positions through the real function app: requests start at a fixed rate however long the others take, and their time
/// counts from when they were due, so that a stall shows in all that waited for it.
/// </summary>
sealed class ApiCase : IBenchmarkCase
{
    const int Positions = 500;
    const int RequestsPerSecond = 200;
    const int WarmUpRequests = 500;
    const int WarmUpSeconds = 5;
    const int Seconds = 20;
    const double MaxMilliseconds = 20;
    const double MaxRequests = 2;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Name => "api";

    public async Task RunAsync(Report report)
    {
        var directory = Directory.CreateTempSubdirectory("asset-functions-api-").FullName;
        try
        {
            var options = new StackOptions(1, KeepQueues: false, new ProviderChoice(null, null), [], directory) { KeepDatabase = false, UseUsualPorts = false };
            await using var stack = await LocalStack.StartAsync(RepositoryPaths.Find(), options, TimeProvider.System, default);
            var wallet = new SyntheticWallet(7, Positions);
            stack.Replay!.Serve(wallet.Address, wallet.WriteAsync);
            using var http = new HttpClient { BaseAddress = stack.Api };
            await SyncAsync(http, wallet.Address);
            var position = JsonNode.Parse(await http.GetStringAsync(new Uri($"wallets/{wallet.Address}/positions?pageSize=1", UriKind.Relative)))!["positions"]![0]!;
            foreach (var (read, path) in new[]
            {
                ("GET wallet", $"wallets/{wallet.Address}"),
                ("GET positions, a page of 100", $"wallets/{wallet.Address}/positions"),
                ("GET positions by value, a page of 100", $"wallets/{wallet.Address}/positions?sort=-value"),
                ("GET asset", $"assets/{position["network"]}/{position["contractAddress"]}"),
            })
            {
                await MeasureAsync(report, stack, http, read, new Uri(path, UriKind.Relative));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static async Task MeasureAsync(Report report, LocalStack stack, HttpClient http, string read, Uri path)
    {
        // The code is compiled before the rate is asked of it.
        for (var i = 0; i < WarmUpRequests; i++)
        {
            await http.GetByteArrayAsync(path);
        }

        await LoadAsync(http, path, WarmUpSeconds);
        var before = stack.Cosmos.Meter.Snapshot();
        var (times, refused) = await LoadAsync(http, path, Seconds);
        var requests = (stack.Cosmos.Meter.Snapshot() - before).DataRequests;
        report.Note($"{read}: median", times[times.Length / 2], "ms");
        report.AtMost($"{read}: p99 at {RequestsPerSecond} a second", times[times.Length * 99 / 100], "ms", MaxMilliseconds);
        report.AtMost($"{read}: refused", refused, "requests", 0);
        report.AtMost($"{read}: database requests each", (double)requests / times.Length, "requests", MaxRequests);
    }

    // Milliseconds of every request, in order, and how many were not answered as they should.
    static async Task<(double[] Times, int Refused)> LoadAsync(HttpClient http, Uri path, int seconds)
    {
        var clock = TimeProvider.System;
        var times = new ConcurrentBag<double>();
        var started = clock.GetTimestamp();
        var pending = new List<Task>();
        var refused = 0;
        for (var i = 0; i < seconds * RequestsPerSecond; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / RequestsPerSecond);
            if (due - clock.GetElapsedTime(started) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, clock);
            }

            pending.Add(SendAsync(due));
        }

        await Task.WhenAll(pending);
        return ([.. times.Order()], refused);

        async Task SendAsync(TimeSpan due)
        {
            using var response = await http.GetAsync(path);
            if (!response.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref refused);
            }

            times.Add((clock.GetElapsedTime(started) - due).TotalMilliseconds);
        }
    }

    static async Task SyncAsync(HttpClient http, string wallet)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReadyAsync(http, patience.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }

        using var accepted = await http.PostAsync(new Uri($"wallets/{wallet}/refresh", UriKind.Relative), content: null, patience.Token);
        var status = accepted.Headers.Location!;
        while (true)
        {
            var run = JsonNode.Parse(await http.GetStringAsync(status, patience.Token))!;
            if ((string?)run["status"] == "completed")
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }

    static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("health", UriKind.Relative), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
