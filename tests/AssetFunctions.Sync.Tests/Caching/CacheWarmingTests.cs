using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Caching;

public sealed class CacheWarmingTests
{
    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly CountingRegistry _registry;
    readonly CacheOptions _options = new();

    public CacheWarmingTests() => _registry = new CountingRegistry(new InMemoryAssetRegistry(_clock));

    [Fact]
    public async Task Held_assets_are_in_memory_before_they_are_looked_up_and_the_registry_is_read_once()
    {
        await CreateAsync(20, _clock.GetUtcNow());
        await CreateAsync(30, _clock.GetUtcNow(), "base");
        var (cache, warming) = Instance();

        warming.Start();
        warming.Start();
        await warming.Work;
        var found = await cache.GetManyAsync([.. Keys(20), .. Keys(30, "base")], default);

        Assert.Equal(50, found.Count);
        Assert.Equal((2, 0), (_registry.Lists, _registry.Reads));
        Assert.Equal(1, cache.GetStatistics().HitRatio);
    }

    [Fact]
    public async Task The_message_that_came_first_does_not_wait_and_its_run_does_not_pay()
    {
        await CreateAsync(1, _clock.GetUtcNow());
        var meter = new DatabaseMeter();
        (_registry.Gate, _registry.Meter) = (new TaskCompletionSource(), meter);
        var (_, warming) = Instance();

        using var usage = meter.Begin(default);
        warming.Start();

        Assert.False(warming.Work.IsCompleted);
        _registry.Gate.SetResult();
        await warming.Work;
        Assert.Equal((1, 0), (_registry.Lists, usage.Usage.Requests));
    }

    [Fact]
    public async Task A_failure_of_the_registry_leaves_an_empty_cache_that_works()
    {
        await CreateAsync(1, _clock.GetUtcNow());
        _registry.FailuresToCome = 1;
        var (cache, warming) = Instance();

        warming.Start();
        await warming.Work;

        Assert.Equal(0, cache.GetStatistics().Entries);
        Assert.NotNull(await cache.GetAsync(Keys(1)[0], default));
    }

    [Fact]
    public async Task At_most_a_quarter_of_the_memory_is_filled()
    {
        await CreateAsync(100, _clock.GetUtcNow());
        _options.MaxBytes = 100_000;
        var (cache, warming) = Instance();

        warming.Start();
        await warming.Work;

        Assert.InRange(cache.GetStatistics().EstimatedBytes, 20_000, 26_000);
    }

    [Fact]
    public async Task Assets_that_no_sync_has_found_for_a_day_are_left_out()
    {
        await CreateAsync(10, _clock.GetUtcNow() - TimeSpan.FromHours(26));
        var (cache, warming) = Instance();

        warming.Start();
        await warming.Work;

        Assert.Equal(0, cache.GetStatistics().Entries);
    }

    [Fact]
    public async Task Without_assets_to_load_and_without_a_cache_to_share_nothing_is_requested()
    {
        await CreateAsync(10, _clock.GetUtcNow());
        await Instance().Warming.KeepSharedAsync(default);
        _options.WarmAssets = 0;
        var (_, warming) = Instance();

        warming.Start();
        await warming.Work;

        Assert.Equal(0, _registry.Lists);
    }

    (AssetCache Cache, CacheWarming Warming) Instance()
    {
        var options = Options.Create(_options);
        var cache = new AssetCache(_registry, options, _clock, new Random(1));
        return (cache, new CacheWarming(cache, _registry, new RegistryPrices(_registry), options, _clock, NullLogger<CacheWarming>.Instance));
    }

    async Task CreateAsync(int count, DateTimeOffset heldAt, string network = "ethereum") => await _registry.CreateAsync(
        network, [.. Enumerable.Range(1, count).Select(n => TestRows.Asset(n, network) with { HeldAt = heldAt })], default);

    static List<AssetKey> Keys(int count, string network = "ethereum") => [.. Enumerable.Range(1, count).Select(n => TestRows.Asset(n, network).Key)];
}
