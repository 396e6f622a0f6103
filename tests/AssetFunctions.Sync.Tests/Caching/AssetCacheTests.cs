using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Sync.Tests.Caching;

public sealed class AssetCacheTests
{
    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly CacheOptions _options = new();
    readonly PriceRules _rules = new PricingOptions().ToRules(Judging.Rules);

    [Fact]
    public async Task Second_lookup_makes_no_request()
    {
        var registry = await RegistryWithAsync(TestRows.Asset(1));
        var cache = Cache(registry);

        await cache.GetAsync(TestRows.Asset(1).Key, default);
        var again = await cache.GetAsync(TestRows.Asset(1).Key, default);

        Assert.Equal(TestRows.Asset(1), again);
        Assert.Equal(1, registry.Reads);
        Assert.Equal((1, 1), (cache.GetStatistics().MemoryHits, cache.GetStatistics().Misses));
    }

    [Fact]
    public async Task A_cached_asset_is_read_again_after_five_minutes()
    {
        var registry = await RegistryWithAsync(TestRows.Asset(1));
        var cache = Cache(registry);
        await cache.GetAsync(TestRows.Asset(1).Key, default);

        _clock.Advance(TimeSpan.FromMinutes(5));
        await cache.GetAsync(TestRows.Asset(1).Key, default);

        Assert.Equal(2, registry.Reads);
    }

    [Fact]
    public async Task Missing_asset_is_cached_for_a_while()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock));
        var cache = Cache(registry);

        Assert.Null(await cache.GetAsync(TestRows.Asset(1).Key, default));
        Assert.Null(await cache.GetAsync(TestRows.Asset(1).Key, default));
        Assert.Equal(1, registry.Reads);

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await cache.GetAsync(TestRows.Asset(1).Key, default));
        Assert.Equal(2, registry.Reads);
    }

    [Fact]
    public async Task Hundred_new_assets_cost_one_read_and_five_create_batches()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock));

        var writes = await Cache(registry).FindOrCreateManyAsync([.. Enumerable.Range(1, 100).Select(n => TestRows.Asset(n))], default);

        Assert.All(writes, write => Assert.Equal(AssetWriteStatus.Created, write.Status));
        Assert.Equal((1, 5), (registry.Reads, registry.Creates));
    }

    [Fact]
    public async Task Fifty_callers_that_need_the_same_new_assets_create_each_once()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock)) { Gate = new TaskCompletionSource() };
        var cache = Cache(registry);
        var assets = Enumerable.Range(1, 20).Select(n => TestRows.Asset(n)).ToList();

        var callers = Enumerable.Range(0, 50).Select(_ => Task.Run(() => cache.FindOrCreateManyAsync(assets, default))).ToList();
        registry.Gate.SetResult();
        var results = await Task.WhenAll(callers);

        Assert.Equal(20, results.Sum(writes => writes.Count(write => write.Status == AssetWriteStatus.Created)));
        Assert.All(results.SelectMany(writes => writes), write => Assert.NotNull(write.Asset));
        Assert.Equal(1, registry.Creates);
    }

    [Fact]
    public async Task A_failed_registry_invents_no_asset_and_the_next_caller_tries_again()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock)) { FailuresToCome = 1 };
        var cache = Cache(registry);

        await Assert.ThrowsAsync<TransientStoreException>(() => cache.FindOrCreateManyAsync([TestRows.Asset(1)], default));
        var writes = await cache.FindOrCreateManyAsync([TestRows.Asset(1)], default);

        Assert.Equal(AssetWriteStatus.Created, writes[0].Status);
        Assert.Equal(0, cache.GetStatistics().InFlight);
    }

    [Fact]
    public async Task Canceled_caller_does_not_cancel_the_callers_that_joined_it()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock)) { Gate = new TaskCompletionSource() };
        var cache = Cache(registry);
        using var impatience = new CancellationTokenSource();
        var impatient = cache.FindOrCreateManyAsync([TestRows.Asset(1)], impatience.Token);
        var patient = cache.FindOrCreateManyAsync([TestRows.Asset(1)], default);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        await Assert.ThrowsAsync<TransientStoreException>(() => patient);
    }

    [Fact]
    public async Task A_stale_price_is_written_and_the_next_reader_sees_it_without_a_request()
    {
        var registry = await RegistryWithAsync(TestRows.Asset(1, price: 2m));
        var cache = Cache(registry);
        var later = TestRows.Noon.AddMinutes(10);

        var writes = await cache.UpdatePricesAsync([Observe(3m, later)], _rules, default);

        Assert.Equal(AssetWriteStatus.Updated, writes[0].Status);
        Assert.Equal(3m, (await cache.GetAsync(TestRows.Asset(1).Key, default))?.Price?.Usd);
        Assert.Equal((1, 1), (registry.Reads, registry.Updates));
    }

    [Fact]
    public async Task Price_is_written_although_the_asset_was_cached_as_missing_before_another_instance_created_it()
    {
        var registry = await RegistryWithAsync();
        var cache = Cache(registry);
        Assert.Null(await cache.GetAsync(TestRows.Asset(1).Key, default));
        await registry.CreateAsync("ethereum", [TestRows.Asset(1, price: 2m)], default);

        var writes = await cache.UpdatePricesAsync([Observe(3m, TestRows.Noon.AddMinutes(10))], _rules, default);

        Assert.Equal(AssetWriteStatus.Updated, writes[0].Status);
        Assert.Equal(3m, (await cache.GetAsync(TestRows.Asset(1).Key, default))?.Price?.Usd);
    }

    [Fact]
    public async Task Jump_relative_to_a_stale_copy_only_updates_the_copy_and_not_the_stored_price()
    {
        var registry = await RegistryWithAsync(TestRows.Asset(1, price: 1m));
        var (cache, other) = (Cache(registry), Cache(registry));
        await cache.GetAsync(TestRows.Asset(1).Key, default);
        await other.UpdatePricesAsync([Observe(9m, TestRows.Noon.AddMinutes(20))], _rules, default);

        var late = Assert.Single(await cache.UpdatePricesAsync([Observe(11m, TestRows.Noon.AddMinutes(40))], _rules, default));
        var next = Assert.Single(await cache.UpdatePricesAsync([Observe(11m, TestRows.Noon.AddMinutes(60))], _rules, default));

        Assert.Equal((AssetWriteStatus.Fresh, 9m, null), (late.Status, late.Asset?.Price?.Usd, late.Asset?.Price?.Suspect));
        Assert.Equal((AssetWriteStatus.Updated, 11m), (next.Status, next.Asset?.Price?.Usd));
    }

    [Fact]
    public async Task Fresh_price_costs_no_write()
    {
        var registry = await RegistryWithAsync(TestRows.Asset(1));
        var cache = Cache(registry);

        var writes = await cache.UpdatePricesAsync([Observe(3m, TestRows.Noon.AddMinutes(9))], _rules, default);

        Assert.Equal((AssetWriteStatus.Fresh, 0), (writes[0].Status, registry.Updates));
    }

    [Fact]
    public async Task Ten_wallets_with_the_same_stale_asset_write_its_price_once()
    {
        var registry = await RegistryWithAsync(TestRows.Asset(1));
        registry.Gate = new TaskCompletionSource();
        var cache = Cache(registry);
        var observation = Observe(3m, TestRows.Noon.AddMinutes(20));

        var callers = Enumerable.Range(0, 10).Select(_ => Task.Run(() => cache.UpdatePricesAsync([observation], _rules, default))).ToList();
        registry.Gate.SetResult();
        var results = await Task.WhenAll(callers);

        Assert.Equal(1, results.Count(writes => writes[0].Status == AssetWriteStatus.Updated));
        Assert.Equal(1, registry.Updates);
    }

    [Fact]
    public async Task A_null_price_keeps_the_old_one()
    {
        var registry = await RegistryWithAsync(TestRows.Asset(1, price: 2m));

        var writes = await Cache(registry).UpdatePricesAsync([Observe(null, TestRows.Noon.AddDays(1))], _rules, default);

        Assert.Equal(2m, writes[0].Asset?.Price?.Usd);
        Assert.Equal(0, registry.Updates);
    }

    [Fact]
    public async Task Entries_stay_within_their_maximum_and_hot_ones_survive()
    {
        _options.MaxEntries = 100;
        var registry = await RegistryWithAsync([.. Enumerable.Range(1, 1_000).Select(n => TestRows.Asset(n))]);
        var cache = Cache(registry);
        var hot = TestRows.Asset(1).Key;
        for (var n = 1; n <= 1_000; n++)
        {
            await cache.GetAsync(TestRows.Asset(n).Key, default);
            await cache.GetAsync(hot, default);
        }

        var statistics = cache.GetStatistics();
        Assert.InRange(statistics.Entries, 1, 100);
        Assert.True(statistics.Evictions >= 900, $"{statistics.Evictions} evictions");
        Assert.Equal(1_000, registry.Reads);
    }

    [Fact]
    public async Task Estimated_bytes_stay_within_their_maximum()
    {
        _options.MaxBytes = 64 * 1024;
        var cache = Cache(await RegistryWithAsync([.. Enumerable.Range(1, 1_000).Select(n => TestRows.Asset(n))]));

        await cache.GetManyAsync([.. Enumerable.Range(1, 1_000).Select(n => TestRows.Asset(n).Key)], default);

        Assert.InRange(cache.GetStatistics().EstimatedBytes, 1, 64 * 1024);
    }

    PriceObservation Observe(decimal? usd, DateTimeOffset asOf) => new(TestRows.Asset(1).Key, usd, asOf, "zerion", TestRows.Asset(1).Facts);

    AssetCache Cache(IAssetRegistry registry) => new(registry, Options.Create(_options), _clock, new Random(1));

    async Task<CountingRegistry> RegistryWithAsync(params Asset[] assets)
    {
        var memory = new InMemoryAssetRegistry(_clock);
        foreach (var batch in assets.Chunk(100))
        {
            await memory.CreateAsync(batch[0].Key.Network, batch, default);
        }

        return new CountingRegistry(memory);
    }
}
