using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using StackExchange.Redis;
using static AssetFunctions.Testing.Fixtures.AssetExamples;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Redis.Tests.Caching;

/// <summary>Several instances of the asset cache over one Redis and one registry.</summary>
public sealed class ManyCachesTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    const string Network = "ethereum";
    static readonly PriceRules Rules = new PricingOptions().ToRules(Judging.Rules);

    readonly string _prefix = RedisInstance.NewPrefix();
    readonly InMemoryAssetRegistry _registry = new(TimeProvider.System);

    [Fact]
    public async Task Assets_created_or_read_by_one_instance_are_found_by_the_others_without_the_registry()
    {
        await using var first = Instance(_registry);
        await using var second = Instance(new FaultyAssetRegistry(_registry, Testing.Faults.StoreFaults.Always()));
        var created = await first.Assets.FindOrCreateManyAsync(Assets(Network, 50, Price(2m)), default);

        var found = await second.Assets.FindOrCreateManyAsync(Assets(Network, 50), default);

        Assert.Equal(created.Select(write => write.Asset), found.Select(write => write.Asset));
        Assert.Equal((50, 0), (second.Assets.GetStatistics().SharedHits, second.Assets.GetStatistics().Misses));
    }

    [Fact]
    public async Task A_price_written_by_one_instance_is_fresh_to_another_that_has_cached_the_old_one()
    {
        await using var first = Instance(_registry);
        await using var second = Instance(new FaultyAssetRegistry(_registry, Testing.Faults.StoreFaults.OfOperation(nameof(IAssetRegistry.UpdateAsync))));
        await first.Assets.FindOrCreateAsync(Asset(Network, "0x1", Price(2m)), default);
        await second.Assets.GetAsync(new(Network, "0x1"), default);

        var updated = await first.Assets.UpdatePricesAsync([Observe("0x1", 3m, minutes: 20)], Rules, default);
        var fresh = await second.Assets.UpdatePricesAsync([Observe("0x1", 4m, minutes: 29)], Rules, default);

        Assert.Equal((AssetWriteStatus.Updated, AssetWriteStatus.Fresh), (updated[0].Status, fresh[0].Status));
        Assert.Equal(3m, (await second.Assets.GetAsync(new(Network, "0x1"), default))?.Price?.Usd);
    }

    [Fact]
    public async Task A_newer_price_is_never_replaced_by_an_older_one_from_the_shared_cache()
    {
        await using var first = Instance(_registry);
        await first.Assets.FindOrCreateAsync(Asset(Network, "0x1", Price(2m)), default);
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var old = await direct.GetDatabase().HashGetAllAsync(KeyOf("0x1"));
        await first.Assets.UpdatePricesAsync([Observe("0x1", 3m, minutes: 20)], Rules, default);
        await direct.GetDatabase().HashSetAsync(KeyOf("0x1"), old);

        await first.Assets.UpdatePricesAsync([Observe("0x1", 4m, minutes: 29)], Rules, default);
        await using var late = Instance(_registry);
        var read = await late.Assets.UpdatePricesAsync([Observe("0x1", 5m, minutes: 29)], Rules, default);

        Assert.Equal(3m, (await first.Assets.GetAsync(new(Network, "0x1"), default))?.Price?.Usd);
        Assert.Equal((AssetWriteStatus.Fresh, 3m), (read[0].Status, read[0].Asset!.Price!.Usd));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"n\":\"ethereum\",\"a\":\"0x2\",\"s\":\"X\",\"t\":\"X\",\"c\":1,\"u\":1}")]
    [InlineData("{\"n\":\"ethereum\",\"a\":\"0x1\",\"s\":\"X\",\"t\":\"X\",\"c\":1,\"u\":1,\"p\":{\"p\":-1,\"t\":1,\"s\":\"x\"}}")]
    [InlineData("{\"n\":\"ethereum\",\"a\":\"0x1\",\"s\":\"X\",\"t\":\"X\",\"c\":9223372036854775807,\"u\":1}")]
    public async Task An_unreadable_payload_counts_as_a_miss_and_is_overwritten(string payload)
    {
        await using var first = Instance(_registry);
        await first.Assets.FindOrCreateAsync(Asset(Network, "0x1", Price(2m)), default);
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await direct.GetDatabase().HashSetAsync(KeyOf("0x1"), "data", payload);

        await using var second = Instance(_registry);
        Assert.Equal(2m, (await second.Assets.GetAsync(new(Network, "0x1"), default))?.Price?.Usd);
        await using var third = Instance(_registry);
        Assert.Equal(2m, (await third.Assets.GetAsync(new(Network, "0x1"), default))?.Price?.Usd);

        Assert.Equal((1, 1), (second.Assets.GetStatistics().Failures.Corrupt, second.Assets.GetStatistics().Misses));
        Assert.Equal((0, 1), (third.Assets.GetStatistics().Failures.Corrupt, third.Assets.GetStatistics().SharedHits));
    }

    [Fact]
    public async Task An_asset_removed_from_the_registry_is_removed_from_the_shared_cache_too()
    {
        await using var first = Instance(_registry);
        await first.Assets.FindOrCreateAsync(Asset(Network, "0x1", Price(2m)), default);
        await using var second = Instance(new InMemoryAssetRegistry(TimeProvider.System));

        var gone = await second.Assets.UpdatePricesAsync([Observe("0x1", 3m, minutes: 20)], Rules, default);

        Assert.Equal(AssetWriteStatus.Missing, gone[0].Status);
        Assert.Null((await first.Shared.GetManyAsync(["asset:v1:ethereum:0x1"], default))[0]);
    }

    [Fact]
    public async Task Three_instances_with_fifty_callers_each_create_and_price_every_asset_once_while_Redis_dies_and_comes_back()
    {
        const int Count = 200;
        var own = await RedisFixture.StartNewAsync();
        var instances = Enumerable.Range(0, 3).Select(_ => new RedisInstance(own.ConnectionString, _prefix, _registry, ("BreakSeconds", "0.5"))).ToList();
        var observations = Enumerable.Range(0, Count).Select(n => Observe($"0x{n:x}", 3m, minutes: 20)).ToList();

        var creating = AllAsync(instances, cache => cache.FindOrCreateManyAsync(Assets(Network, Count, Price(2m)), default));
        await own.KillAsync();
        var created = await creating;
        var pricing = AllAsync(instances, cache => cache.UpdatePricesAsync(observations, Rules, default));
        await own.StartAsync();
        var priced = await pricing;

        Assert.Equal(Count, created.Count(write => write.Status == AssetWriteStatus.Created));
        Assert.Equal(Count, priced.Count(write => write.Status == AssetWriteStatus.Updated));
        Assert.All(created.Concat(priced), write => Assert.NotNull(write.Asset));
        Assert.Equal(Enumerable.Repeat(3m, Count), _registry.Assets.Select(asset => asset.Price!.Usd));
        await Task.WhenAll(instances.Select(instance => instance.DisposeAsync().AsTask()));
        await own.DisposeAsync();
    }

    static async Task<List<AssetWrite>> AllAsync(List<RedisInstance> instances, Func<AssetCache, Task<IReadOnlyList<AssetWrite>>> call)
    {
        var calls = instances.SelectMany(instance => Enumerable.Range(0, 50).Select(_ => Task.Run(() => call(instance.Assets))));
        return [.. (await Task.WhenAll(calls)).SelectMany(writes => writes)];
    }

    RedisInstance Instance(IAssetRegistry registry) => new(redis.ConnectionString, _prefix, registry);

    string KeyOf(string address) => $"{_prefix}asset:v1:{Network}:{address}";

    static PriceObservation Observe(string address, decimal usd, double minutes) =>
        new(new AssetKey(Network, address), usd, Noon.AddMinutes(minutes), "test");
}
