using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>
/// A day of hourly runs of one unchanged wallet, so that the work of a new hour and of a new day is in the mean, and the deletion of what the runs leave
/// behind, which a serverless account pays for. Another wallet refreshes the prices a minute before each run; what the runs write to the registry, once a
/// day that an asset is still held, is counted apart.
/// </summary>
static class OneDay
{
    const int Positions = 100;
    const int Hours = 24;

    static readonly TimeSpan Longest = TimeSpan.FromDays(50);

    public static async Task MeasureAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        var held = new Catalogue(1).Positions(Positions);
        await using var fleet = await Fleet.StartAsync(clock, _ => held, new FleetOptions { SharesClock = true });
        var (wallet, other) = (Catalogue.Wallet(1), Catalogue.Wallet(2));
        await fleet.SyncAsync(wallet, other);

        var costs = new List<SyncCost>();
        for (var hour = 0; hour < Hours; hour++)
        {
            clock.Advance(TimeSpan.FromMinutes(59));
            await fleet.SyncAsync(other);
            clock.Advance(TimeSpan.FromMinutes(1));
            costs.Add(await fleet.SyncAsync(wallet));
        }

        // Both wallets leave the same behind.
        var before = ExpiryOf(fleet);
        var runs = fleet.Summaries.Completed;
        clock.Advance(Longest);
        var expiry = (ExpiryOf(fleet) - before) / runs;

        var mean = UnitCost.Mean([.. costs.Select(cost => new UnitCost(cost.UnitsTo("wallets"), cost.RequestsTo("wallets")))]);
        report.Cost("unchanged run of 100 positions, mean of a day by the hour", mean);
        report.Note("unchanged run of 100 positions, mean of a day by the hour: units, registry", costs.Average(cost => cost.UnitsTo("registry")), "RU");
        report.Note("expiry of what such a run leaves, on serverless: units", expiry, "RU");
        report.AtMost("unchanged run of 100 positions with that expiry: units", mean.Units + expiry, "RU", 24);
    }

    static double ExpiryOf(Fleet fleet) => fleet.Server.Meter.Snapshot().Rows.Where(row => row.Operation == OperationType.Expiry).Sum(row => row.RequestUnits);
}
