using System.Diagnostics;
using AssetFunctions.LocalCosmos.Faults;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>Wall time of one wallet beside the naive algorithm, with the latency of a database in the same region.</summary>
sealed class LatencyCase : IBenchmarkCase
{
    const int Positions = 100;
    const double Target = 20;

    static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    public string Name => "latency";

    public async Task RunAsync(Report report)
    {
        // The first round compiles the code of both; the second is measured.
        await MeasureAsync(new Report(Name));
        await MeasureAsync(report);
    }

    static async Task MeasureAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        var catalogue = new Catalogue(networks: 1);
        var held = catalogue.Positions(Positions);
        await using var fleet = await Fleet.StartAsync(1, clock, _ => held);
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);
        await naive.SyncAsync(Catalogue.Wallet(9), catalogue.Positions(1));
        fleet.Server.Faults.Add(new FaultRule { Action = FaultAction.Latency, Latency = Latency });
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
