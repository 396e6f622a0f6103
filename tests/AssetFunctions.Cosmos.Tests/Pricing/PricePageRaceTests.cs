using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>Many writers of one set of pages: no price is lost, none is older than the one before, and each is written once per threshold.</summary>
public sealed class PricePageRaceTests
{
    static readonly TimeSpan Late = TimeSpan.FromSeconds(PricingDefaults.ThresholdSeconds * PricingDefaults.LateThresholds);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Two_refreshers_and_twenty_syncs_at_once_write_each_price_once(int seed)
    {
        var random = new Random(seed);
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(400);
        world.Advance(15);
        await world.RefreshAsync();
        world.Advance(25);
        var before = await world.StoredAsync();
        IServiceProvider[] instances = [.. Enumerable.Range(0, 5).Select(_ => world.StartInstance())];
        var wallets = Enumerable.Range(0, 20).Select(_ => random.GetItems([.. world.Keys], 80).Distinct().ToList()).ToList();

        var syncs = wallets.Select((keys, number) => Task.Run(() => world.SyncAsync(instances[number % instances.Length], keys))).ToList();
        var refreshes = instances[..2].Select(instance => Task.Run(async () =>
        {
            using var refresher = world.Refresher(instance);
            await refresher.TickAsync(PriceWorld.Network);
        }));
        await Task.WhenAll([.. refreshes, .. syncs]);
        var writes = (await Task.WhenAll(syncs)).SelectMany(written => written).Where(write => write.Status == AssetWriteStatus.Updated).ToList();

        var after = await world.StoredAsync();
        Assert.All(before, asset =>
        {
            var now = after[asset.Key].Price!;
            Assert.True(now.AsOf > asset.Value.Price!.AsOf);
            Assert.Contains(now.Provider, (string[])["zerion", "defillama"]);
        });
        Assert.Equal(writes.Count, writes.Select(write => write.Key).Distinct().Count());
        Assert.All(writes, write => Assert.Equal((write.Asset!.Price, "zerion"), (after[write.Key].Price, write.Asset.Price!.Provider)));
        Assert.Equal(writes.Count, after.Values.Count(asset => asset.Price!.Provider == "zerion"));
    }

    [Fact]
    public async Task Twenty_syncs_without_a_refresher_write_a_page_once_and_none_of_them_fails()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(5_000);
        world.Advance(15);
        await world.RefreshAsync();
        world.Advance(25);
        var before = await world.PagesAsync();
        var instances = Enumerable.Range(0, 4).Select(_ => world.StartInstance()).ToList();

        var syncs = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() =>
            world.SyncAsync(instances[number % 4], world.Keys.Skip(37 * number).Take(100)))));
        var pages = await world.PagesAsync();
        world.Advance(9);
        var again = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() =>
            world.SyncAsync(instances[number % 4], world.Keys.Skip(37 * number).Take(100)))));

        Assert.All(syncs.Concat(again).SelectMany(writes => writes), write => Assert.Contains(write.Status, (AssetWriteStatus[])[AssetWriteStatus.Updated, AssetWriteStatus.Fresh]));
        Assert.Contains(syncs.SelectMany(writes => writes), write => write.Status == AssetWriteStatus.Updated);
        Assert.All(before.Keys.Where(id => id != "$prices-head"), id => Assert.True(pages[id].TryGetProperty("syncedAt", out _)));
        Assert.DoesNotContain(again.SelectMany(writes => writes), write => write.Status == AssetWriteStatus.Updated);
        Assert.Equal(pages.ToDictionary(page => page.Key, EtagOf), (await world.PagesAsync()).ToDictionary(page => page.Key, EtagOf));
    }

    [Fact]
    public async Task A_sync_leaves_prices_alone_that_the_refresh_is_not_late_with()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(50);
        world.Advance(15);
        await world.RefreshAsync();
        var pages = await world.PagesAsync();

        world.Advance(18);
        var early = await world.SyncAsync(world.Services, world.Keys);
        Assert.All(early, write => Assert.Equal(AssetWriteStatus.Fresh, write.Status));
        Assert.Equal(pages.ToDictionary(page => page.Key, EtagOf), (await world.PagesAsync()).ToDictionary(page => page.Key, EtagOf));

        world.Advance(3);
        var late = await world.SyncAsync(world.Services, world.Keys);
        Assert.All(late, write => Assert.Equal((AssetWriteStatus.Updated, "zerion"), (write.Status, write.Asset?.Price?.Provider)));
    }

    [Theory]
    [InlineData(FaultAction.ServiceUnavailable)]
    [InlineData(FaultAction.DropBeforeCommit)]
    [InlineData(FaultAction.RequestTimeoutAfterCommit)]
    public async Task A_page_that_cannot_be_written_fails_no_sync(FaultAction action)
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(400);
        world.Advance(15);
        await world.RefreshAsync();
        world.Advance(25);
        var updates = world.Keys.Select(key => new AssetUpdate(key, new AssetPrice(1.5m, world.Clock.GetUtcNow(), "zerion"), null)).ToList();
        // The first batch reads the pages.
        world.Server.Faults.Add(new FaultRule { Action = action, Operation = OperationType.Batch, Skip = 1 });

        var writes = await world.Pages.UpdateAsync(PriceWorld.Network, updates, Late, default);

        Assert.Equal(world.Keys.Order(), writes.Select(write => write.Key).Order());
        Assert.All(writes, write => Assert.Equal(AssetWriteStatus.Fresh, write.Status));
    }

    static string EtagOf(KeyValuePair<string, System.Text.Json.JsonElement> page) => page.Value.GetProperty("_etag").GetString()!;
}
