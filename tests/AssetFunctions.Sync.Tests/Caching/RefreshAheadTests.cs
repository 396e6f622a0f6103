using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Caching;

public sealed class RefreshAheadTests
{
    static readonly TimeSpan Ageing = TimeSpan.FromMinutes(4);
    static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    static readonly AssetKey Hot = TestRows.Asset(1).Key;

    readonly ManualTimeProvider _clock = new(TestRows.Noon);

    [Fact]
    public async Task Asset_in_use_is_refreshed_once_before_expiry_and_no_caller_waits()
    {
        var (cache, registry) = await CacheWithAsync(1);
        _clock.Advance(Ageing);

        for (var read = 0; read < 100; read++)
        {
            await cache.GetAsync(Hot, default);
        }

        await cache.Refreshes;
        Assert.Equal((2, 1), (registry.Reads, cache.GetStatistics().Refreshed));
        _clock.Advance(Rest);
        var late = cache.GetAsync(Hot, default);
        Assert.True(late.IsCompletedSuccessfully);
        Assert.NotNull(await late);
        Assert.Equal(1, cache.GetStatistics().Misses);
    }

    [Fact]
    public async Task Many_concurrent_readers_cause_one_refresh()
    {
        var (cache, registry) = await CacheWithAsync(1);
        _clock.Advance(Ageing);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => cache.GetManyAsync([Hot], default))));

        await cache.Refreshes;
        Assert.Equal(2, registry.Reads);
    }

    [Fact]
    public async Task Recent_and_unread_assets_are_not_refreshed()
    {
        var (cache, registry) = await CacheWithAsync(2);
        _clock.Advance(Ageing - TimeSpan.FromSeconds(1));

        await cache.GetAsync(Hot, default);
        _clock.Advance(Rest);

        await cache.Refreshes;
        Assert.Equal(1, registry.Reads);
    }

    [Fact]
    public async Task Missing_asset_is_never_refreshed()
    {
        var (cache, registry) = await CacheWithAsync(0);
        await cache.GetAsync(Hot, default);
        _clock.Advance(TimeSpan.FromSeconds(55));

        await cache.GetAsync(Hot, default);

        await cache.Refreshes;
        Assert.Equal(1, registry.Reads);
    }

    [Fact]
    public async Task Failed_refresh_is_counted_and_the_asset_is_served_until_it_expires()
    {
        var (cache, registry) = await CacheWithAsync(1);
        _clock.Advance(Ageing);
        registry.FailuresToCome = 1;

        await cache.GetAsync(Hot, default);
        await cache.Refreshes;

        Assert.NotNull(await cache.GetAsync(Hot, default));
        Assert.Equal((0, 1, 2), (cache.GetStatistics().Refreshed, cache.GetStatistics().RefreshesMissed, registry.Reads));
        _clock.Advance(Rest);
        Assert.NotNull(await cache.GetAsync(Hot, default));
        Assert.Equal(3, registry.Reads);
    }

    [Fact]
    public async Task Refreshes_are_batched_and_a_bounded_number_of_them_waits()
    {
        const int Count = 2 * CacheDefaults.MaxWaitingRefreshes;
        var (cache, registry) = await CacheWithAsync(Count);
        _clock.Advance(Ageing);
        registry.Gate = new TaskCompletionSource();

        await cache.GetManyAsync([.. Enumerable.Range(1, Count).Select(n => TestRows.Asset(n).Key)], default);
        registry.Gate.SetResult();
        await cache.Refreshes;

        var statistics = cache.GetStatistics();
        Assert.Equal(Count, statistics.Refreshed + statistics.RefreshesMissed);
        Assert.InRange(statistics.Refreshed, CacheDefaults.MaxWaitingRefreshes, CacheDefaults.MaxWaitingRefreshes + CacheDefaults.RefreshBatchSize);
        Assert.InRange(registry.Reads - 1, statistics.Refreshed / CacheDefaults.RefreshBatchSize, 20);
    }

    [Fact]
    public async Task Run_that_triggers_a_refresh_does_not_pay_for_it()
    {
        var (cache, registry) = await CacheWithAsync(1);
        _clock.Advance(Ageing);
        registry.Meter = new DatabaseMeter();
        using var run = registry.Meter.Begin();

        await cache.GetAsync(Hot, default);
        await cache.Refreshes;

        Assert.Equal((2, 0), (registry.Reads, run.Usage.Requests));
    }

    [Fact]
    public async Task Refresh_brings_changes()
    {
        var (cache, registry) = await CacheWithAsync(1);
        var price = new AssetPrice(9m, TestRows.Noon.AddMinutes(20), "zerion");
        await registry.UpdateAsync("ethereum", [new(Hot, price, null)], TimeSpan.FromMinutes(10), default);
        _clock.Advance(Ageing);

        await cache.GetAsync(Hot, default);
        await cache.Refreshes;

        Assert.Equal(9m, (await cache.GetAsync(Hot, default))?.Price?.Usd);
    }

    async Task<(AssetCache Cache, CountingRegistry Registry)> CacheWithAsync(int assets)
    {
        var memory = new InMemoryAssetRegistry(_clock);
        var all = Enumerable.Range(1, assets).Select(n => TestRows.Asset(n)).ToList();
        foreach (var batch in all.Chunk(100))
        {
            await memory.CreateAsync("ethereum", batch, default);
        }

        var registry = new CountingRegistry(memory);
        var cache = new AssetCache(registry, Options.Create(new CacheOptions()), _clock, new Random(1));
        if (assets > 0)
        {
            await cache.GetManyAsync([.. all.Select(asset => asset.Key)], default);
        }

        return (cache, registry);
    }
}
