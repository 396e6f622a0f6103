using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Resources;

public sealed class ThroughputTests : CosmosTest
{
    [Fact]
    public async Task A_container_may_be_created_with_throughput()
    {
        await Host.Database.CreateContainerAsync("manual", "/pk", 1000);
        await Host.Database.CreateContainerAsync(new ContainerProperties("autoscale", "/pk"), ThroughputProperties.CreateAutoscaleThroughput(4000));

        Assert.Equal(3, (await Pages.AllAsync(Host.Database.GetContainerQueryIterator<ContainerProperties>())).Count);
    }

    [Fact]
    public async Task Throughput_of_a_database_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => Host.Client.CreateDatabaseAsync("shared", 500));

        Assert.Contains("Throughput shared by a database is not supported by this local server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_are_refused() => Assert.Equal("501/0", await RefusalOfAsync(() => Items.ReadThroughputAsync()));
}
