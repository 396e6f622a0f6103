using System.Numerics;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>
/// Unchanged wallets of 100 positions whose prices are stale because nothing refreshes them, in a registry of 5,000 assets of one network that other
/// wallets have filled. First one run, then twenty at once. The assets are in memory, read a minute before.
/// </summary>
static class StalePrices
{
    const int Assets = 5_000;
    const int PositionsPerWallet = 100;
    const int Syncs = 20;
    const int Seed = 20260301;

    // Twice the age at which a price counts as stale, and more.
    static readonly TimeSpan Outage = TimeSpan.FromMinutes(24);

    public static async Task MeasureAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        var catalogue = new Catalogue(1);
        var random = new Random(Seed);
        var portfolios = Enumerable.Range(0, Syncs + 1).Select(_ => Draw(random))
            .Concat(Enumerable.Range(0, Assets).Chunk(PositionsPerWallet))
            .ToList();
        var usd = 2.5m;
        await using var fleet = await Fleet.StartAsync(1, clock, Fetched);
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);
        await fleet.SyncAsync(Enumerable.Range(0, portfolios.Count).Select(Catalogue.Wallet));
        await naive.SyncAsync(Catalogue.Wallet(0), Held(0));

        clock.Advance(Outage);
        var reading = fleet.Services.GetRequiredService<WalletReading>();
        for (var wallet = 0; wallet <= Syncs; wallet++)
        {
            await reading.FindAsync(Catalogue.Wallet(wallet), default);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        usd = 2.51m;
        var one = await fleet.SyncAsync(Catalogue.Wallet(0));
        var compared = await fleet.MeasureAsync(() => naive.SyncAsync(Catalogue.Wallet(0), Held(0)));
        report.Cost("100 stale prices, refresher away", UnitCost.Of(one), naive: UnitCost.Of(compared));
        report.AtMost("100 stale prices, refresher away, the prices alone: units", one.UnitsTo("registry") + one.UnitsTo("prices"), "RU", 1_110);
        await AtOnceAsync(report, fleet, catalogue);

        // Runs at once do not begin in the same millisecond.
        List<ProviderPosition> Fetched(string wallet)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            return Held(Catalogue.NumberOf(wallet));
        }

        List<ProviderPosition> Held(int wallet) => [.. portfolios[wallet].Select(rank => catalogue.Position(rank, new BigInteger(1_000 + rank), usd))];
    }

    static async Task AtOnceAsync(Report report, Fleet fleet, Catalogue catalogue)
    {
        var before = await PricedAtAsync(fleet, catalogue);
        var (completed, updated) = (fleet.Summaries.Completed, fleet.Summaries.SumOf("PricesUpdated"));
        var cost = await fleet.MeasureAsync(() => fleet.RequestAsync(Enumerable.Range(1, Syncs).Select(Catalogue.Wallet)));
        var after = await PricedAtAsync(fleet, catalogue);
        var changed = after.Count(price => before[price.Key] != price.Value);
        var writes = fleet.Summaries.SumOf("PricesUpdated") - updated;
        report.Cost("20 such runs at once, each", 1.0 / Syncs * UnitCost.Of(cost));
        report.AtMost("20 such runs at once: runs that did not complete", Syncs - (fleet.Summaries.Completed - completed), "runs", 0);
        report.Note("20 such runs at once: prices written", changed, "prices");
        report.AtMost("20 such runs at once: writes beyond one per price", writes - changed, "writes", 0);
    }

    static int[] Draw(Random random)
    {
        var ranks = Enumerable.Range(0, Assets).ToArray();
        random.Shuffle(ranks);
        return ranks[..PositionsPerWallet];
    }

    static async Task<Dictionary<AssetKey, DateTimeOffset?>> PricedAtAsync(Fleet fleet, Catalogue catalogue)
    {
        var registry = fleet.Services.GetRequiredService<IAssetRegistry>();
        var stored = new Dictionary<AssetKey, DateTimeOffset?>();
        foreach (var some in Enumerable.Range(0, Assets).Select(rank => catalogue.Position(rank, BigInteger.One).Asset).Chunk(500))
        {
            foreach (var asset in await registry.ReadAsync(some, default))
            {
                stored[asset.Key] = asset.Price?.AsOf;
            }
        }

        return stored;
    }
}
