using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Sync.Tests.Caching;

/// <summary>HeldAt is stored once a day, in a batch that updates prices, and is no update to the caller.</summary>
public sealed class HeldAtTests : IDisposable
{
    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly PriceRules _rules = new PricingOptions().ToRules(Judging.Rules);
    readonly InMemoryAssetRegistry _assets;
    readonly CountingRegistry _registry;
    readonly AssetCache _cache;

    public HeldAtTests()
    {
        _assets = new InMemoryAssetRegistry(_clock);
        _registry = new CountingRegistry(_assets);
        _cache = new AssetCache(_registry, Options.Create(new CacheOptions()), _clock, new Random(1));
    }

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData(2.0, AssetWriteStatus.Fresh)]
    [InlineData(null, AssetWriteStatus.Found)]
    public async Task HeldAt_is_renewed_although_the_price_is_fresh_and_is_no_update(double? usd, AssetWriteStatus status)
    {
        await CreateAsync(TestRows.Asset(asOf: TestRows.Noon.AddHours(25)) with { HeldAt = TestRows.Noon });
        var held = Observe((decimal?)usd, TestRows.Noon.AddHours(25));

        var first = Assert.Single(await _cache.UpdatePricesAsync([held], _rules, default));
        var again = Assert.Single(await _cache.UpdatePricesAsync([held], _rules, default));

        Assert.Equal((status, held.AsOf), (first.Status, first.Asset?.HeldAt));
        Assert.Equal(status, again.Status);
        Assert.Equal((1, held.AsOf), (_registry.Updates, Assert.Single(_assets.Assets).HeldAt));
    }

    [Fact]
    public async Task HeldAt_is_written_with_a_due_price()
    {
        await CreateAsync(TestRows.Asset());

        var write = Assert.Single(await _cache.UpdatePricesAsync([Observe(3m, TestRows.Noon.AddMinutes(10))], _rules, default));

        Assert.Equal((AssetWriteStatus.Updated, 3m, TestRows.Noon.AddMinutes(10)), (write.Status, write.Asset?.Price?.Usd, write.Asset?.HeldAt));
        Assert.Equal(1, _registry.Updates);
    }

    [Fact]
    public async Task Recent_HeldAt_and_an_observation_without_a_wallet_cost_no_write()
    {
        await CreateAsync(TestRows.Asset() with { HeldAt = TestRows.Noon });

        await _cache.UpdatePricesAsync([Observe(2m, TestRows.Noon.AddMinutes(9))], _rules, default);
        await _cache.UpdatePricesAsync([Observe(null, TestRows.Noon.AddDays(3)) with { IsHeld = false }], _rules, default);

        Assert.Equal(0, _registry.Updates);
    }

    [Fact]
    public async Task HeldAt_written_by_another_instance_is_not_written_again()
    {
        await CreateAsync(TestRows.Asset(asOf: TestRows.Noon.AddHours(25)) with { HeldAt = TestRows.Noon });
        await _cache.GetAsync(TestRows.Asset().Key, default);
        await _assets.UpdateAsync("ethereum", [new(TestRows.Asset().Key, null, null, TestRows.Noon.AddHours(24))], TimeSpan.Zero, default);

        var write = Assert.Single(await _cache.UpdatePricesAsync([Observe(2m, TestRows.Noon.AddHours(25))], _rules, default));

        Assert.Equal((AssetWriteStatus.Fresh, TestRows.Noon.AddHours(24)), (write.Status, write.Asset?.HeldAt));
    }

    [Fact]
    public async Task A_new_group_is_written_along_with_HeldAt_and_never_by_itself()
    {
        await CreateAsync(TestRows.Asset() with { HeldAt = TestRows.Noon });
        var facts = TestRows.Asset().Facts with { GroupId = "group" };

        await _cache.UpdatePricesAsync([Observe(2m, TestRows.Noon.AddMinutes(9)) with { Facts = facts }], _rules, default);
        await _cache.UpdatePricesAsync([Observe(null, TestRows.Noon.AddHours(1)) with { Facts = facts }], _rules, default);
        Assert.Equal((0, null), (_registry.Updates, Assert.Single(_assets.Assets).Facts.GroupId));

        await _cache.UpdatePricesAsync([Observe(null, TestRows.Noon.AddHours(24)) with { Facts = facts }], _rules, default);
        await _cache.UpdatePricesAsync([Observe(null, TestRows.Noon.AddHours(48)) with { Facts = TestRows.Asset().Facts }], _rules, default);
        Assert.Equal((2, "group"), (_registry.Updates, Assert.Single(_assets.Assets).Facts.GroupId));
    }

    Task<IReadOnlyList<AssetWrite>> CreateAsync(Asset asset) => _assets.CreateAsync("ethereum", [asset], default);

    static PriceObservation Observe(decimal? usd, DateTimeOffset at) => new(TestRows.Asset().Key, usd, at, "zerion") { IsHeld = true };
}
