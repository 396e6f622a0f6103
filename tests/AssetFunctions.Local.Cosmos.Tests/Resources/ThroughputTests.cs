using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Resources;

public sealed class ThroughputTests : CosmosTest
{
    [Fact]
    public async Task A_container_has_400_request_units_unless_it_is_given_others()
    {
        Container manual = await Host.Database.CreateContainerAsync("manual", "/pk", 1000);
        Container autoscale = await Host.Database.CreateContainerAsync(
            new ContainerProperties("autoscale", "/pk"), ThroughputProperties.CreateAutoscaleThroughput(4000));

        Assert.Equal(400, await Items.ReadThroughputAsync());
        Assert.Equal(1000, await manual.ReadThroughputAsync());
        Assert.Equal(4000, (await autoscale.ReadThroughputAsync(new RequestOptions())).Resource.AutoscaleMaxThroughput);
    }

    [Fact]
    public async Task Throughput_can_be_changed()
    {
        Assert.Equal(800, (await Items.ReplaceThroughputAsync(800)).Resource.Throughput);
        Assert.Equal(800, await Items.ReadThroughputAsync());
    }

    [Fact]
    public async Task Containers_share_the_throughput_of_their_database()
    {
        Database shared = await Host.Client.CreateDatabaseAsync("shared", 500);
        Container container = await shared.CreateContainerAsync("c", "/pk");

        Assert.Equal(500, await shared.ReadThroughputAsync());
        Assert.Null(await container.ReadThroughputAsync());
        Assert.Null(await Host.Database.ReadThroughputAsync());
    }
}
