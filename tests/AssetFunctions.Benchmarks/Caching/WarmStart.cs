using System.Diagnostics.Metrics;
using System.Numerics;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Cosmos;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Redis;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Caching;

/// <summary>
/// The first minute of a restarted process: 60 wallets of 100 assets each, popularity after Zipf, on a registry that has 5,000. It starts cold, with a
/// fill from the registry, and with one from Redis.
/// </summary>
static class WarmStart
{
    const int Wallets = 60;
    const int PositionsPerWallet = 100;
    const int Assets = 5_000;
    const int Networks = 12;
    const int Seed = 20260301;

    public static async Task MeasureAsync(Report report)
    {
        var catalogue = new Catalogue(Networks);
        AssetKey[] keys = [.. Enumerable.Range(0, Assets).Select(rank => catalogue.Position(rank, BigInteger.One).Asset)];
        var lookups = ZipfPortfolios.Draw(Wallets, PositionsPerWallet, Assets, new Random(Seed)).Select(ranks => ranks.Select(rank => keys[rank]).ToArray()).ToList();
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        await CreateAsync(server, catalogue);

        var cold = await RestartAsync(report, "cold", server, lookups, isWarm: false);
        var warm = await RestartAsync(report, "filled from the registry", server, lookups, isWarm: true);
        report.AtLeast("first minute after a restart, hit ratio: filled against cold", warm / cold, "times", 1);

        var redis = await RedisFixture.StartNewAsync();
        try
        {
            await using (var timer = Compose(server, redis.ConnectionString))
            {
                var before = server.Meter.Snapshot();
                await timer.GetRequiredService<CacheWarming>().KeepSharedAsync(default);
                var cost = new SyncCost(server.Meter.Snapshot() - before, TimeSpan.Zero);
                report.Note("first tick of WarmRedis: units", cost.RequestUnits, "RU");
                before = server.Meter.Snapshot();
                await timer.GetRequiredService<CacheWarming>().KeepSharedAsync(default);
                report.AtMost("next tick of WarmRedis: requests to the database", new SyncCost(server.Meter.Snapshot() - before, TimeSpan.Zero).Requests, "requests", 0);
            }

            await RestartAsync(report, "filled from Redis", server, lookups, isWarm: true, redis.ConnectionString);
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    static async Task<double> RestartAsync(
        Report report, string label, LocalCosmosServer server, List<AssetKey[]> lookups, bool isWarm, string redis = "")
    {
        await using var process = Compose(server, redis);
        var cache = process.GetRequiredService<AssetCache>();
        var before = server.Meter.Snapshot();
        if (isWarm)
        {
            var warming = process.GetRequiredService<CacheWarming>();
            warming.Start();
            // The fill takes less than the second until the next wallet.
            await cache.GetManyAsync(lookups[0], default);
            await warming.Work;
            var cost = new SyncCost(server.Meter.Snapshot() - before, TimeSpan.Zero);
            report.Note($"first minute after a restart, {label}: requests of fill and first wallet", cost.Requests, "requests");
            report.Note($"first minute after a restart, {label}: units of fill and first wallet", cost.RequestUnits, "RU");
        }

        foreach (var wallet in lookups.Skip(isWarm ? 1 : 0))
        {
            await cache.GetManyAsync(wallet, default);
        }

        var statistics = cache.GetStatistics();
        var all = new SyncCost(server.Meter.Snapshot() - before, TimeSpan.Zero);
        report.Note($"first minute after a restart, {label}: hit ratio", statistics.HitRatio, "share");
        report.Note($"first minute after a restart, {label}: lookups in memory", (double)statistics.MemoryHits / (statistics.AvoidedRequests + statistics.Misses), "share");
        report.Note($"first minute after a restart, {label}: units, all", all.RequestUnits, "RU");
        return statistics.HitRatio;
    }

    static async Task CreateAsync(LocalCosmosServer server, Catalogue catalogue)
    {
        await using var process = Compose(server, redis: string.Empty);
        await process.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
        var now = TimeProvider.System.GetUtcNow();
        await process.GetRequiredService<AssetCache>().FindOrCreateManyAsync(
            [
                .. Enumerable.Range(0, Assets).Select(rank => catalogue.Position(rank, BigInteger.One)).Select(position => new Asset
                {
                    Key = position.Asset, Facts = position.Facts, Price = new AssetPrice(1m, now, "test"), CreatedAt = now, UpdatedAt = now, HeldAt = now,
                }),
            ],
            default);
    }

    static ServiceProvider Compose(LocalCosmosServer server, string redis)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                KeyValuePair.Create("Cosmos:ConnectionString", (string?)server.ConnectionString), KeyValuePair.Create("Redis:ConnectionString", (string?)redis),
                KeyValuePair.Create("Redis:TimeoutMilliseconds", (string?)"10000"),
            ])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IMeterFactory, InMemoryMeters>();
        services.AddAssetSync(configuration).UseCosmos().UseRedis().UseWarmCache();
        return services.BuildServiceProvider();
    }
}
