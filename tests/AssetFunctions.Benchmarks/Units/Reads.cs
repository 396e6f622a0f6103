using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>Reads of the API: a wallet of 500 positions whose assets are in memory, and the values of a wallet for 30 days by the hour.</summary>
static class Reads
{
    const int Positions = 500;
    const int Days = 30;

    // A run writes no more for a larger wallet than its positions, which no history reads.
    const int PositionsWithHistory = 10;

    public static async Task MeasureAsync(Report report)
    {
        await ContentAsync(report);
        await HistoryAsync(report);
    }

    static async Task ContentAsync(Report report)
    {
        var held = new Catalogue(1).Positions(Positions);
        await using var fleet = await Fleet.StartAsync(1, new ManualTimeProvider(), _ => held);
        await fleet.SyncAsync(Catalogue.Wallet(1));
        var reading = fleet.Services.GetRequiredService<WalletReading>();

        report.Cost("API, content of 500 positions, first read", await ReadAsync(), units: 15, requests: 2);
        report.Cost("API, content of 500 positions, second read", await ReadAsync());
        report.Cost("API, content of 500 positions, again", await ReadAsync(), units: 1, requests: 1);

        async Task<UnitCost> ReadAsync() => UnitCost.Of(await fleet.MeasureAsync(async () =>
        {
            var found = await reading.FindAsync(Catalogue.Wallet(1), default);
            Require(found?.Positions == Positions, $"{found?.Positions} positions were read.");
        }));
    }

    static async Task HistoryAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        var held = new Catalogue(1).Positions(PositionsWithHistory);
        await using var fleet = await Fleet.StartAsync(1, clock, _ => held);
        var start = clock.GetUtcNow();
        for (var hour = 0; hour < Days * 24; hour++)
        {
            await fleet.SyncAsync(Catalogue.Wallet(1));
            clock.Advance(TimeSpan.FromHours(1));
        }

        var history = fleet.Services.GetRequiredService<IWalletHistory>();
        report.Cost("API, 30 days by the hour, first read", UnitCost.Of(await fleet.MeasureAsync(async () =>
        {
            var snapshots = await history.ReadAsync(Catalogue.Wallet(1), Granularity.Hour, start, clock.GetUtcNow(), default);
            Require(snapshots?.Count == Days * 24, $"{snapshots?.Count} hours were read.");
        })), units: 45, requests: 1);
    }

    static void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new BenchmarkException(complaint);
        }
    }
}
