using System.Diagnostics;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>Wall time of one wallet beside the naive algorithm, with 5 ms added to every database request.</summary>
sealed class LatencyCase : IBenchmarkCase
{
    const int Positions = 100;
    const double Target = 20;
    const int WarmUpRounds = 10;

    static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    public string Name => "latency";

    public async Task RunAsync(Report report)
    {
        // The first rounds let the runtime compile and optimize the code of both.
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await MeasureAsync(new Report(Name), TimeSpan.Zero);
        }

        await MeasureAsync(report, Latency);
    }

    static async Task MeasureAsync(Report report, TimeSpan latency)
    {
        var clock = new ManualTimeProvider();
        var catalogue = new Catalogue(networks: 1);
        var held = catalogue.Positions(Positions);
        var other = catalogue.Position(Positions + 1, 1);
        await using var fleet = await Fleet.StartAsync(1, clock, address => address == Catalogue.Wallet(9) ? [other] : held);
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);

        // Both look up account and containers once in their lifetime, here.
        await fleet.SyncAsync(Catalogue.Wallet(9));
        await naive.SyncAsync(Catalogue.Wallet(9), [other]);
        if (latency > TimeSpan.Zero)
        {
            fleet.Server.Faults.Add(new FaultRule { Action = FaultAction.Latency, Latency = latency });
        }

        var wallet = Catalogue.Wallet(1);

        await CompareAsync("cold");
        clock.Advance(TimeSpan.FromMinutes(9));
        await fleet.SyncAsync(Catalogue.Wallet(2));
        clock.Advance(TimeSpan.FromMinutes(2));
        held = catalogue.Positions(Positions, round: 2);
        await CompareAsync("warm, everything changed");

        async Task CompareAsync(string state)
        {
            var cost = await fleet.SyncAsync(wallet);
            var started = Stopwatch.GetTimestamp();
            await naive.SyncAsync(wallet, held);
            var naiveTime = Stopwatch.GetElapsedTime(started);
            report.Note($"{state}: time", cost.WallTime.TotalMilliseconds, "ms");
            report.Note($"{state}: time, naive", naiveTime.TotalMilliseconds, "ms");
            report.AtLeast($"{state}: faster than naive", naiveTime / cost.WallTime, "times", Target);
        }
    }
}
