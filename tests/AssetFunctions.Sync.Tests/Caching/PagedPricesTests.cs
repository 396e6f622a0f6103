using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Sync.Tests.Caching;

/// <summary>The cache over prices of which some are in pages: documents keep the facts, pages the prices.</summary>
public sealed class PagedPricesTests : IDisposable
{
    static readonly DateTimeOffset Later = TestRows.Noon.AddMinutes(30);

    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly PriceRules _rules = new PricingOptions().ToRules(Judging.Rules);
    readonly MemoryDistributedCache _distributed = new(Options.Create(new MemoryDistributedCacheOptions()));
    readonly InMemoryAssetRegistry _assets;
    readonly CountingRegistry _registry;
    readonly OnePage _pages = new();
    readonly AssetCache _cache;

    public PagedPricesTests()
    {
        _assets = new InMemoryAssetRegistry(_clock);
        _registry = new CountingRegistry(_assets);
        _cache = Cache();
    }

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task A_price_in_a_page_is_written_there_and_others_to_their_documents()
    {
        await CreateAsync(TestRows.Asset(1), TestRows.Asset(2));
        _pages.Holds(TestRows.Asset(1).Key);

        var writes = await _cache.UpdatePricesAsync([Observe(1, 3m), Observe(2, 4m)], _rules, default);

        Assert.All(writes, write => Assert.Equal(AssetWriteStatus.Updated, write.Status));
        Assert.Equal([3m, 4m], writes.Select(write => write.Asset?.Price?.Usd));
        Assert.Equal([2m, 4m], _assets.Assets.Select(asset => asset.Price?.Usd));
        Assert.Equal(3m, _pages.PriceOf(TestRows.Asset(1).Key)?.Usd);
        Assert.Equal(3m, (await _cache.GetAsync(TestRows.Asset(1).Key, default))?.Price?.Usd);
    }

    [Fact]
    public async Task Facts_and_a_hold_are_written_to_the_document_and_the_older_price_there_is_not_taken_for_the_current_one()
    {
        await CreateAsync(TestRows.Asset());
        _pages.Holds(TestRows.Asset().Key);
        var observed = Observe(1, 3m) with { IsHeld = true, Facts = TestRows.Facts("NEW") };

        var write = Assert.Single(await _cache.UpdatePricesAsync([observed], _rules, default));

        Assert.Equal((AssetWriteStatus.Updated, 3m, "NEW", Later), (write.Status, write.Asset?.Price?.Usd, write.Asset?.Facts.Symbol, write.Asset?.HeldAt));
        Assert.Equal(write.Asset, await _cache.GetAsync(TestRows.Asset().Key, default));
        Assert.Equal((1, 2m, "NEW"), (_registry.Updates, Assert.Single(_assets.Assets).Price?.Usd, _assets.Assets[0].Facts.Symbol));
    }

    [Fact]
    public async Task Facts_change_although_the_refresh_keeps_the_price_fresh()
    {
        await CreateAsync(TestRows.Asset(asOf: Later));

        var write = Assert.Single(await _cache.UpdatePricesAsync([Observe(1, 3m) with { Facts = TestRows.Facts("NEW") }], _rules, default));

        Assert.Equal(("NEW", 2m), (write.Asset?.Facts.Symbol, write.Asset?.Price?.Usd));
    }

    [Fact]
    public async Task A_page_that_another_sync_has_written_is_fresh_with_its_price()
    {
        await CreateAsync(TestRows.Asset());
        _pages.Holds(TestRows.Asset().Key, new AssetPrice(5m, Later.AddMinutes(-1), "other"));

        var write = Assert.Single(await _cache.UpdatePricesAsync([Observe(1, 3m)], _rules, default));

        Assert.Equal((AssetWriteStatus.Fresh, 5m, 0), (write.Status, write.Asset?.Price?.Usd, _registry.Updates));
    }

    [Fact]
    public async Task Prices_of_the_refresh_reach_the_copies_in_memory_and_in_the_shared_cache()
    {
        await CreateAsync(TestRows.Asset(1), TestRows.Asset(2));
        await _cache.GetManyAsync([TestRows.Asset(1).Key, TestRows.Asset(2).Key], default);
        using var refresher = Cache();

        await refresher.SetPricesAsync(
            [
                new(TestRows.Asset(1).Key, AssetWriteStatus.Updated, new AssetPrice(7m, Later, "defillama")),
                new(TestRows.Asset(2).Key, AssetWriteStatus.Fresh, new AssetPrice(8m, TestRows.Noon.AddHours(-1), "defillama")),
                new(TestRows.Asset(3).Key, AssetWriteStatus.Updated, new AssetPrice(9m, Later, "defillama")),
            ],
            default);
        using var reader = Cache();
        var read = await reader.GetManyAsync([TestRows.Asset(1).Key, TestRows.Asset(2).Key, TestRows.Asset(3).Key], default);

        Assert.Equal([7m, 2m], read.Values.OrderBy(asset => asset.Key).Select(asset => asset.Price!.Usd));
        Assert.Equal((2, TestRows.Facts("T1")), (reader.GetStatistics().SharedHits, read[TestRows.Asset(1).Key].Facts));
    }

    AssetCache Cache() => new(
        _registry, Options.Create(new CacheOptions()), _clock, new Random(1), new DistributedSharedCache(_distributed, TimeSpan.FromDays(1)), _pages);

    Task<IReadOnlyList<AssetWrite>> CreateAsync(params Asset[] assets) => _assets.CreateAsync("ethereum", assets, default);

    static PriceObservation Observe(int number, decimal usd) => new(TestRows.Asset(number).Key, usd, Later, "zerion");

    /// <summary>One page in memory.</summary>
    sealed class OnePage : IPricePages
    {
        readonly Dictionary<AssetKey, AssetPrice?> _prices = [];

        public void Holds(AssetKey key, AssetPrice? price = null) => _prices[key] = price;

        public AssetPrice? PriceOf(AssetKey key) => _prices[key];

        public Task<IReadOnlyList<PriceWrite>> UpdateAsync(
            string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PriceWrite>>([.. updates.Where(update => _prices.ContainsKey(update.Key)).Select(update => Update(update, threshold))]);

        public Task<IReadOnlyList<string>> ListNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HeldPrices> ReadAsync(HeldPricesQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<PriceWrite>> WriteAsync(
            HeldPrices pages, IReadOnlyList<PriceObservation> observations, PriceRules rules, CancellationToken cancellationToken) => throw new NotSupportedException();

        PriceWrite Update(AssetUpdate update, TimeSpan threshold)
        {
            if (_prices[update.Key] is { } stored && update.Price!.AsOf - stored.AsOf < threshold)
            {
                return new PriceWrite(update.Key, AssetWriteStatus.Fresh, stored);
            }

            _prices[update.Key] = update.Price;
            return new PriceWrite(update.Key, AssetWriteStatus.Updated, update.Price);
        }
    }
}
