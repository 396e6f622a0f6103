using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using static AssetFunctions.Testing.Fixtures.AssetExamples;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Sync.Tests.Caching;

/// <summary>The second level of the asset cache over any distributed cache.</summary>
public sealed class SharedAssetsTests
{
    readonly ManualTimeProvider _clock = new(Noon);
    readonly MemoryDistributedCache _distributed = new(Options.Create(new MemoryDistributedCacheOptions()));

    [Fact]
    public async Task Assets_are_read_from_the_shared_cache_exactly_as_written()
    {
        Asset[] assets =
        [
            Asset("ethereum", "0x1"),
            Asset("solana", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v", Price(0.0000000000000000000000000001m) with { Confidence = 0.90m }),
            Asset("sui", "0x2::sui::SUI", Price(79_228_162_514_264_337_593_543_950_335m) with { Suspect = new(1.10m, Noon.AddMinutes(20), "other") }),
            Asset("base", "native") with
            {
                Facts = new() { Symbol = "A_B-c\"'\\ \u0000é漢🦄<>&", Name = "", Decimals = 0, IconUrl = null, Verified = false, GroupId = "base \"eth\"" },
                Website = "https://project.example/?a=<b>",
                Market = new(Noon.AddMilliseconds(1), "other") { CapUsd = 79_228_162_514_264_337_593_543_950_335m, Volume24hUsd = 0m, Change24h = -1.50m, ListedSince = Noon.AddYears(-3) },
                CreatedAt = Noon.AddTicks(1_234_567),
                UpdatedAt = Noon.AddTicks(7_654_321),
            },
        ];
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock));
        await Cache(registry).FindOrCreateManyAsync(assets, default);
        var reader = Cache(registry);

        var read = await reader.GetManyAsync([.. assets.Select(asset => asset.Key)], default);

        Assert.Equal(assets.Order(ByKey), read.Values.Order(ByKey));
        Assert.Equal((4, 0), (reader.GetStatistics().SharedHits, reader.GetStatistics().Misses));
    }

    [Fact]
    public async Task Two_assets_with_the_same_cache_key_are_not_confused()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock));
        await Cache(registry).FindOrCreateAsync(Asset("a", "b:c"), default);
        await Cache(registry).FindOrCreateAsync(Asset("a:b", "c"), default);
        var reader = Cache(registry);

        Assert.Equal("b:c", (await reader.GetAsync(new("a", "b:c"), default))?.Key.ContractAddress);
        Assert.Equal(1, reader.GetStatistics().Failures.Corrupt);
    }

    [Fact]
    public async Task Batch_reads_all_keys_from_the_shared_cache_at_once_and_only_the_rest_from_the_registry()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock));
        await Cache(registry).FindOrCreateManyAsync(AssetExamples.Assets("ethereum", 30), default);
        var reader = Cache(registry);

        var found = await reader.GetManyAsync([.. AssetExamples.Assets("ethereum", 50).Select(asset => asset.Key)], default);

        Assert.Equal((30, 2), (found.Count, registry.Reads));
        Assert.Equal((30, 20), (reader.GetStatistics().SharedHits, reader.GetStatistics().Misses));
        Assert.Equal(0.6, reader.GetStatistics().HitRatio);
    }

    [Fact]
    public async Task Missing_asset_is_not_shared_with_other_instances()
    {
        var registry = new InMemoryAssetRegistry(_clock);
        var (first, second) = (Cache(registry), Cache(registry));
        Assert.Null(await first.GetAsync(new("ethereum", "0x0"), default));
        await registry.CreateAsync("ethereum", AssetExamples.Assets("ethereum", 1), default);

        Assert.NotNull(await second.GetAsync(new("ethereum", "0x0"), default));
    }

    [Fact]
    public async Task Market_data_reaches_the_copies_in_memory_and_in_the_shared_cache_and_keeps_their_prices()
    {
        var registry = new InMemoryAssetRegistry(_clock);
        await registry.CreateAsync("ethereum", [Asset("ethereum", "0x1", Price(2m)), Asset("ethereum", "0x2", Price(2m))], default);
        var cache = Cache(registry);
        var key = new AssetKey("ethereum", "0x1");
        await cache.GetAsync(key, default);
        var market = new MarketData(Noon, "zerion") { CapUsd = 5m };

        await cache.SetMarketAsync([Asset("ethereum", "0x1", Price(1m)) with { Market = market, Website = "https://a.example/" }], default);

        foreach (var asset in (Asset?[])[await cache.GetAsync(key, default), await Cache(registry).GetAsync(key, default)])
        {
            Assert.Equal((market, "https://a.example/", 2m), (asset?.Market, asset?.Website, asset?.Price?.Usd));
        }
    }

    [Fact]
    public async Task Failing_distributed_cache_is_a_counted_miss()
    {
        var registry = new InMemoryAssetRegistry(_clock);
        var broken = new BrokenCache();
        var cache = Cache(registry, broken);

        var created = await cache.FindOrCreateManyAsync(AssetExamples.Assets("ethereum", 3), default);
        var updated = await cache.UpdatePricesAsync([new(new("ethereum", "0x0"), 3m, Noon.AddHours(1), "test")], new PricingOptions().ToRules(Judging.Rules), default);

        Assert.All(created, write => Assert.Equal(AssetWriteStatus.Created, write.Status));
        Assert.Equal(AssetWriteStatus.Updated, updated[0].Status);
        Assert.Equal(4, cache.GetStatistics().Failures.Failures);
    }

    [Fact]
    public async Task Late_registry_read_does_not_bring_back_an_older_price()
    {
        var registry = new CountingRegistry(new InMemoryAssetRegistry(_clock));
        await registry.CreateAsync("ethereum", [Asset("ethereum", "0x1", Price(2m))], default);
        var cache = Cache(registry);
        await cache.GetAsync(new("ethereum", "0x1"), default);
        await cache.UpdatePricesAsync([new(new("ethereum", "0x1"), 3m, Noon.AddMinutes(20), "test")], new PricingOptions().ToRules(Judging.Rules), default);
        await _distributed.SetAsync("asset:v1:ethereum:0x1", AssetPayload.Write(Asset("ethereum", "0x1", Price(2m))).Payload, new DistributedCacheEntryOptions());
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(3m, (await cache.GetAsync(new("ethereum", "0x1"), default))?.Price?.Usd);
    }

    [Fact]
    public async Task Memory_hit_is_synchronous_and_allocates_nothing()
    {
        var registry = new InMemoryAssetRegistry(_clock);
        await registry.CreateAsync("ethereum", AssetExamples.Assets("ethereum", 1), default);
        var cache = Cache(registry);
        var key = new AssetKey("ethereum", "0x0");
        await cache.GetAsync(key, default);
        Read(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var hits = Read(1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((1_000, 0), (hits, allocated));

        int Read(int times)
        {
            var found = 0;
            for (var i = 0; i < times; i++)
            {
                var read = cache.GetAsync(key, default);
                found += read.IsCompletedSuccessfully && read.Result is not null ? 1 : 0;
            }

            return found;
        }
    }

    static readonly Comparer<Asset> ByKey = Comparer<Asset>.Create((left, right) => left.Key.CompareTo(right.Key));

    AssetCache Cache(IAssetRegistry registry, IDistributedCache? distributed = null) => new(
        registry, Options.Create(new CacheOptions()), _clock, new Random(1), new DistributedSharedCache(distributed ?? _distributed, TimeSpan.FromHours(1)));

    sealed class BrokenCache : IDistributedCache
    {
        public byte[]? Get(string key) => throw new NotSupportedException();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => throw new InvalidOperationException("The cache is broken.");

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken token = default) => Task.FromException(new TimeoutException());

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
            Task.FromException(new OperationCanceledException("The cache gave up on its own."));
    }
}
