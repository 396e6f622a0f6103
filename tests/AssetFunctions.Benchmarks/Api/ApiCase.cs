using System.Text.Json.Nodes;
using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Stacks;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Benchmarks.Api;

/// <summary>
/// Reads of a wallet of 500 positions through the real function app at a fixed rate. The liveness route, which costs the app next to nothing, is
/// loaded alike in turns with every read, and the slowest reads are given as a ratio to its slowest.
/// </summary>
sealed class ApiCase : IBenchmarkCase
{
    const int Positions = 500;
    const int RequestsPerSecond = 200;
    const int WarmUpRequests = 500;
    const int Turns = 10;
    const double MaxRatio = 4;
    const double MaxRequests = 2;

    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public string Name => "api";

    public async Task RunAsync(Report report)
    {
        await using var stack = await BenchStack.StartAsync();
        using var http = new HttpClient { BaseAddress = stack.Api };
        var wallet = new SyntheticWallet(7, Positions);
        await stack.SyncAsync(wallet);
        var position = JsonNode.Parse(await http.GetStringAsync(new Uri($"wallets/{wallet.Address}/positions?pageSize=1", UriKind.Relative)))!["positions"]![0]!;
        await WarmUpAsync(http, ApiRoutes.Live);
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

    static async Task MeasureAsync(Report report, BenchStack stack, HttpClient http, string read, Uri path)
    {
        await WarmUpAsync(http, path);
        var (bare, reads) = (new List<LoadResult>(), new List<LoadResult>());
        var before = stack.DatabaseRequests;
        for (var turn = 0; turn < Turns; turn++)
        {
            bare.Add(await OpenLoop.RunAsync(http, ApiRoutes.Live, RequestsPerSecond, Turn));
            reads.Add(await OpenLoop.RunAsync(http, path, RequestsPerSecond, Turn));
        }

        var requests = stack.DatabaseRequests - before;
        var (live, load) = (LoadResult.Merge(bare), LoadResult.Merge(reads));
        report.Note($"{read}: median", load.Median, "ms");
        report.Note($"{read}: p99 at {RequestsPerSecond} a second", load.P99, "ms");
        report.Note($"{read}: p99 of the liveness route in turns", live.P99, "ms");
        report.AtMost($"{read}: p99 against that of the liveness route", load.P99 / live.P99, "times", MaxRatio);
        report.AtMost($"{read}: refused", load.Refused + live.Refused, "requests", 0);
        report.AtMost($"{read}: database requests each", (double)requests / load.Milliseconds.Count, "requests", MaxRequests);
    }

    // Code is compiled before a rate is demanded of it.
    static async Task WarmUpAsync(HttpClient http, Uri path)
    {
        for (var i = 0; i < WarmUpRequests; i++)
        {
            await http.GetByteArrayAsync(path);
        }

        await OpenLoop.RunAsync(http, path, RequestsPerSecond, WarmUp);
    }
}
