using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Telemetry;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Client;

/// <summary>The requests and request units of each call, as counted by the server and by the app's own meter.</summary>
public sealed class RequestMeteringHandlerTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    public static TheoryData<string> Operations() => [.. StoreOperation.All.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_call_sends_no_unnecessary_request_and_the_app_counts_each(string name)
    {
        var operation = StoreOperation.All[name];
        await WarmAsync();
        await operation.ArrangeAsync(cosmos, name);
        var before = cosmos.Server.Meter.Snapshot();

        using var usage = cosmos.Meter.Begin();
        await operation.RunAsync(cosmos, name);

        var sent = cosmos.Server.Meter.Snapshot() - before;
        Assert.Equal(operation.Requests, sent.DataRequests);
        Assert.Equal(sent.DataRequests, usage.Usage.Requests);
        Assert.Equal(sent.RequestUnits, usage.Usage.RequestUnits, tolerance: 0.05);
    }

    [Fact]
    public async Task Retries_of_the_SDK_are_counted_too()
    {
        await WarmAsync();
        cosmos.Server.Faults.Add(new FaultRule { Action = FaultAction.Throttle, Container = ContainerDefinitions.Registry, Count = 2 });

        using var usage = cosmos.Meter.Begin();
        await cosmos.Registry.ReadAsync([new AssetKey("nowhere", "0x1")], CancellationToken.None);

        Assert.Equal(3, usage.Usage.Requests);
    }

    // The SDK sends a group of writes in the context of whichever caller was the first of the process.
    [Fact]
    public async Task Requests_of_grouped_writes_count_beside_all_scopes_whoever_sends_them()
    {
        string[] networks = ["shared-one", "shared-two"];
        foreach (var network in networks)
        {
            await cosmos.Registry.CreateAsync(network, Assets(network, 3, Price(1m)), CancellationToken.None);
        }

        foreach (var network in networks)
        {
            var (before, others) = (cosmos.Server.Meter.Snapshot(), cosmos.Meter.Others);
            DatabaseUsage usage;
            using (var scope = cosmos.Meter.Begin())
            {
                for (var round = 1; round < CosmosDefaults.RecentPrices; round++)
                {
                    await cosmos.Registry.UpdateAsync(
                        network,
                        [.. Assets(network, 3).Select(asset => new AssetUpdate(asset.Key, Price(1m + round, minutes: 10 * round), null))],
                        TimeSpan.FromMinutes(10),
                        CancellationToken.None);
                }

                usage = scope.Reported = scope.Usage;
            }

            var sent = cosmos.Server.Meter.Snapshot() - before;
            var moved = sent.Rows.Where(row => row.IsData && row.Container == ContainerDefinitions.Prices).Sum(row => row.Requests);
            Assert.InRange(moved, 1, 3);
            Assert.Equal((sent.DataRequests - moved, others.Requests + moved), (usage.Requests, cosmos.Meter.Others.Requests));
        }
    }

    // The SDK reads the metadata of a container once per client.
    async Task WarmAsync()
    {
        await cosmos.Registry.ReadAsync([new AssetKey("warm", "0x1"), new AssetKey("warm", "0x2")], CancellationToken.None);
        await cosmos.Wallets.ReadRangeAsync("warm", Testing.Fixtures.WalletExamples.Everything, [], CancellationToken.None);
    }
}
