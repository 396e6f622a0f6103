using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Redis.Tests.Caching;

/// <summary>Held assets are kept in Redis, where new processes find them.</summary>
public sealed class WarmRedisTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    const string Network = "ethereum";
    const int Count = 50;

    readonly string _prefix = RedisInstance.NewPrefix();
    readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    readonly InMemoryAssetRegistry _registry = new(TimeProvider.System);

    [Fact]
    public async Task A_new_process_fills_its_memory_from_Redis_without_the_registry()
    {
        await CreateAsync();
        await using var timer = Instance();
        await Warming(timer, _registry).KeepSharedAsync(default);
        await using var worker = Instance();
        var warming = Warming(worker, Broken());

        warming.Start();
        await Eventually.TrueAsync(() => worker.Assets.GetStatistics().Entries == Count);
        var found = await worker.Assets.GetManyAsync([.. Held.Select(asset => asset.Key)], default);

        Assert.Equal((Count, Count), (found.Count, (int)worker.Assets.GetStatistics().MemoryHits));
    }

    [Fact]
    public async Task A_tick_loads_only_what_Redis_has_lost_until_half_of_the_time_there_is_over()
    {
        await CreateAsync();
        await using var timer = Instance();
        await Warming(timer, _registry).KeepSharedAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(59));

        await Warming(timer, Broken()).KeepSharedAsync(default);
        await timer.Shared.RemoveManyAsync(["asset:v1:ethereum:0x7"], default);
        var listing = new FaultyAssetRegistry(_registry, StoreFaults.OfOperation(nameof(IAssetRegistry.ListHeldAsync)));
        await Warming(timer, listing).KeepSharedAsync(default);
        Assert.NotNull((await timer.Shared.GetManyAsync(["asset:v1:ethereum:0x7"], default))[0]);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<TransientStoreException>(() => Warming(timer, listing).KeepSharedAsync(default));
    }

    [Fact]
    public async Task While_Redis_is_away_a_tick_costs_no_database_request_and_a_new_process_reads_the_registry()
    {
        await CreateAsync();
        await using var instance = new RedisInstance("127.0.0.1:1", _prefix, _registry, ("TimeoutMilliseconds", "200"));

        await Warming(instance, Broken()).KeepSharedAsync(default);
        Warming(instance, _registry).Start();

        await Eventually.TrueAsync(() => instance.Assets.GetStatistics().Entries == Count);
    }

    [Fact]
    public async Task The_assets_that_most_syncs_of_all_processes_found_are_kept()
    {
        await CreateAsync();
        await SyncAsync(Held);
        await SyncAsync(Held.Skip(40));
        await SyncAsync(Held.Skip(30));
        await using var timer = Instance();

        await Warming(timer, _registry, warmAssets: 15).KeepSharedAsync(default);
        await using var worker = Instance();
        Warming(worker, Broken(), warmAssets: 15).Start();
        await Eventually.TrueAsync(() => worker.Assets.GetStatistics().Entries == 15);

        var counts = await timer.Assets.Shared.ReadMostHeldAsync(Count + 1, default);
        Assert.Equal(Held.Skip(30).Select(asset => asset.Key).Order(), counts.Take(20).Select(held => held.Key).Order());
        Assert.Equal(Held.Skip(40).Select(asset => asset.Key).Order(), counts.Where(held => held.Count == 3).Select(held => held.Key).Order());
        Assert.Equal(10, (await worker.Assets.GetManyAsync([.. Held.Skip(40).Select(asset => asset.Key)], default)).Count);
        Assert.Equal(10, worker.Assets.GetStatistics().MemoryHits);
    }

    [Fact]
    public async Task Counts_of_the_day_before_yesterday_are_left_out()
    {
        await CreateAsync();
        await SyncAsync(Held);
        await using var instance = Instance();

        Assert.Equal(Count, (await Shared(instance, days: 1).ReadMostHeldAsync(Count, default)).Count);
        Assert.Empty(await Shared(instance, days: 2).ReadMostHeldAsync(Count, default));
    }

    [Fact]
    public async Task Counts_that_Redis_does_not_take_fail_no_sync()
    {
        await CreateAsync();
        await SyncAsync(Held, "127.0.0.1:1");
        await using var instance = Instance();

        Assert.Empty(await instance.Assets.Shared.ReadMostHeldAsync(Count, default));
    }

    static IReadOnlyList<Asset> Held { get; } = AssetExamples.Assets(Network, Count, AssetExamples.Price(2m));

    FaultyAssetRegistry Broken() => new(_registry, StoreFaults.Always());

    async Task CreateAsync() => await _registry.CreateAsync(Network, [.. Held.Select(asset => asset with { HeldAt = _clock.GetUtcNow() })], default);

    // A new process looks every asset up in Redis, an older one when the entry in its memory is due.
    async Task SyncAsync(IEnumerable<Asset> assets, string? connectionString = null)
    {
        await using var process = new RedisInstance(connectionString ?? redis.ConnectionString, _prefix, _registry);
        await process.Assets.UpdatePricesAsync(
            [.. assets.Select(asset => new PriceObservation(asset.Key, null, _clock.GetUtcNow(), "zerion") { IsHeld = true })],
            new PricingOptions().ToRules(Judging.Rules),
            default);
    }

    SharedAssets Shared(RedisInstance instance, int days) =>
        new(instance.Shared, TimeSpan.FromHours(1), new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddDays(days)));

    RedisInstance Instance() => new(redis.ConnectionString, _prefix, _registry);

    CacheWarming Warming(RedisInstance instance, IAssetRegistry registry, int warmAssets = CacheDefaults.WarmAssets) => new(
        instance.Assets, registry, new RegistryPrices(registry), Options.Create(new CacheOptions { WarmAssets = warmAssets }), _clock, NullLogger<CacheWarming>.Instance);
}
