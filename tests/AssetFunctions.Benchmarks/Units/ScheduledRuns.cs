using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>
/// Scheduled runs of unchanged wallets, all in: their share of finding the due wallets, the write of due time and claim, and the run. As many wallets are
/// due in one tick as of 3,600 that are due once an hour.
/// </summary>
static class ScheduledRuns
{
    const int Wallets = 60;
    const int Positions = 100;

    // The longest interval of a registered wallet, and of one that its first run has changed, with their jitter.
    static readonly TimeSpan FirstInterval = TimeSpan.FromMinutes(67);
    static readonly TimeSpan SecondInterval = TimeSpan.FromMinutes(34);

    public static async Task MeasureAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        var held = new Catalogue(1).Positions(Positions);
        await using var fleet = await Fleet.StartAsync(1, clock, _ => held);
        var wallets = Enumerable.Range(0, Wallets).Select(Catalogue.Wallet).ToList();
        await RegisterAsync(fleet, wallets, TimeSpan.FromHours(1));
        await TickAsync(fleet);
        clock.Advance(FirstInterval);
        await TickAsync(fleet);

        // Another wallet refreshes the prices and brings the assets back into memory.
        clock.Advance(SecondInterval - TimeSpan.FromMinutes(1));
        await fleet.SyncAsync(Catalogue.Wallet(Wallets));
        clock.Advance(TimeSpan.FromMinutes(1));
        var completed = fleet.Summaries.Completed;
        var tick = await TickAsync(fleet);
        if (fleet.Summaries.Completed - completed != Wallets)
        {
            throw new BenchmarkException($"{fleet.Summaries.Completed - completed} of {Wallets} wallets were due and synced.");
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        var idle = await TickAsync(fleet);
        var run = UnitCost.Of(await fleet.SyncAsync(wallets[0]));
        var each = 1.0 / Wallets * tick;
        report.Cost("unchanged run of 100 positions, scheduled, all in", each, units: 34, requests: 4);
        report.Cost("due query, claim and due time of such a run", each - run);
        report.Cost("tick of the schedule without a due wallet", idle);
    }

    public static async Task RegisterAsync(Fleet fleet, IEnumerable<string> wallets, TimeSpan interval)
    {
        var registrations = fleet.Services.GetRequiredService<WalletRegistrations>();
        await Parallel.ForEachAsync(wallets, async (wallet, token) => await registrations.RegisterAsync(wallet, new RegistrationChange { Interval = interval }, token));
    }

    public static async Task<UnitCost> TickAsync(Fleet fleet) =>
        UnitCost.Of(await fleet.MeasureAsync(() => fleet.Services.GetRequiredService<SyncScheduler>().TickAsync(default)));
}
