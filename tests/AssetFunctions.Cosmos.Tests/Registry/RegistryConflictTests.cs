using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Sync.Assets;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Registry;

/// <summary>A conflict shows a batch that another creator was first. It costs one query for all losers, regardless of their number.</summary>
public sealed class RegistryConflictTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(99)]
    public async Task Losers_are_found_by_one_query_that_returns_only_them(int losers)
    {
        var network = $"losers-{losers}";
        var stored = Assets(network, losers, Price(7m));
        await cosmos.Registry.CreateAsync(network, stored, Token);
        var before = cosmos.Server.Meter.Snapshot();

        var writes = await cosmos.Registry.CreateAsync(network, Assets(network, 100, Price(1m)), Token);

        var requests = (cosmos.Server.Meter.Snapshot() - before).Rows.Where(row => row.IsData && row.Container == ContainerDefinitions.Registry);
        Assert.Equal(
            [(OperationType.Batch, 200, 1L), (OperationType.Batch, 207, 1L), (OperationType.Query, 200, 1L)],
            requests.Select(row => (row.Operation, row.Status, row.Requests)));
        Assert.All(writes.Take(losers), write => Assert.Equal((AssetWriteStatus.Found, 7m), (write.Status, write.Asset!.Price!.Usd)));
        Assert.All(writes.Skip(losers), write => Assert.Equal((AssetWriteStatus.Created, 1m), (write.Status, write.Asset!.Price!.Usd)));
    }

    [Fact]
    public async Task Concurrent_creators_create_each_asset_once()
    {
        const string network = "crowd";
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(creator => Task.Run(() =>
            cosmos.Registry.CreateAsync(network, [.. Assets(network, 60).Skip(creator * 5).Take(20)], Token))));

        var writes = results.SelectMany(result => result).ToList();
        Assert.All(writes, write => Assert.True(write.Status is AssetWriteStatus.Created or AssetWriteStatus.Found));
        Assert.Equal(55, writes.Where(write => write.Status == AssetWriteStatus.Created).Select(write => write.Key).Distinct().Count());
        Assert.Equal(55, writes.Count(write => write.Status == AssetWriteStatus.Created));
    }
}
