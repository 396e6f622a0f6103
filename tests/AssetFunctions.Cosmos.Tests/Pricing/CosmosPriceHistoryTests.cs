using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Pricing;

public sealed class CosmosPriceHistoryTests(CosmosFixture cosmos) : PriceHistoryContract, IClassFixture<CosmosFixture>
{
    static readonly TimeSpan Threshold = TimeSpan.FromMinutes(10);

    IPriceHistory History => cosmos.Services.GetRequiredService<IPriceHistory>();

    protected override Task<(IAssetRegistry Registry, IPriceHistory History)> StoresAsync() => Task.FromResult((cosmos.Registry, History));

    [Fact]
    public async Task Prices_of_fifty_assets_take_one_request_a_round_and_few_more_to_move()
    {
        await cosmos.Registry.CreateAsync("gather", Assets("gather", 50, Price(1m)), default);
        await RoundsAsync("gather", 1, 1);
        var before = cosmos.Server.Meter.Snapshot();

        await RoundsAsync("gather", 2, CosmosDefaults.RecentPrices - 2);
        var gathering = cosmos.Server.Meter.Snapshot();
        await RoundsAsync("gather", CosmosDefaults.RecentPrices - 1, CosmosDefaults.RecentPrices - 1);

        Assert.Equal(CosmosDefaults.RecentPrices - 3, (gathering - before).DataRequests);

        // How many writes are merged is up to how fast they come; one request each would be fifty.
        Assert.InRange((cosmos.Server.Meter.Snapshot() - gathering).DataRequests, 3, 10);
    }

    [Fact]
    public async Task A_series_of_thirty_days_is_read_from_one_partition()
    {
        const int Points = 30 * 24 * 6;
        await cosmos.Registry.CreateAsync("series", Assets("series", 1, Price(1m)), default);
        await RoundsAsync("series", 1, Points);
        var before = cosmos.Server.Meter.Snapshot();

        var points = await History.ReadAsync(new AssetKey("series", "0x0"), Noon, Noon.AddDays(31), default);

        Assert.Equal(Points + 1, points.Count);
        Assert.InRange((cosmos.Server.Meter.Snapshot() - before).DataRequests, 1, 3);
    }

    [Theory]
    [InlineData(FaultAction.ServiceUnavailable)]
    [InlineData(FaultAction.DropAfterCommit)]
    public async Task A_failed_move_loses_no_price_and_no_update(FaultAction action)
    {
        await using var server = await Local.Cosmos.LocalCosmosServer.StartAsync(new Local.Cosmos.LocalCosmosOptions { Port = 0 });
        await using var services = CosmosFixture.Compose(("ConnectionString", server.ConnectionString));
        await services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
        var registry = services.GetRequiredService<IAssetRegistry>();
        await registry.CreateAsync("faulty", Assets("faulty", 2, Price(1m)), default);
        server.Faults.Add(new FaultRule { Action = action, Container = ContainerDefinitions.Prices, Count = 2 });

        await RoundsAsync("faulty", 1, 2 * CosmosDefaults.RecentPrices, registry);

        var points = await services.GetRequiredService<IPriceHistory>().ReadAsync(new AssetKey("faulty", "0x1"), Noon, Noon.AddDays(10), default);
        Assert.Equal(Enumerable.Range(0, (2 * CosmosDefaults.RecentPrices) + 1).Select(i => Noon.AddMinutes(10 * i)), points.Select(point => point.AsOf));
    }

    async Task RoundsAsync(string network, int first, int last, IAssetRegistry? registry = null)
    {
        var count = network == "gather" ? 50 : network == "series" ? 1 : 2;
        for (var round = first; round <= last; round++)
        {
            var writes = await (registry ?? cosmos.Registry).UpdateAsync(
                network,
                [.. Assets(network, count).Select(asset => new AssetUpdate(asset.Key, Price(1m + round, minutes: 10 * round), null))],
                Threshold,
                default);
            Assert.All(writes, write => Assert.Equal(AssetWriteStatus.Updated, write.Status));
        }
    }
}
