using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
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

    static IReadOnlyList<Asset> Held { get; } = AssetExamples.Assets(Network, Count, AssetExamples.Price(2m));

    FaultyAssetRegistry Broken() => new(_registry, StoreFaults.Always());

    async Task CreateAsync() => await _registry.CreateAsync(Network, [.. Held.Select(asset => asset with { HeldAt = _clock.GetUtcNow() })], default);

    RedisInstance Instance() => new(redis.ConnectionString, _prefix, _registry);

    CacheWarming Warming(RedisInstance instance, IAssetRegistry registry) => new(
        instance.Assets, registry, new RegistryPrices(registry), Options.Create(new CacheOptions()), _clock, NullLogger<CacheWarming>.Instance);
}
