using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Partitioning;

public sealed class RoutingTests : CosmosTest
{
    const int Partitions = 5;
    const int Keys = 100;

    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = Partitions };

    [Fact]
    public async Task Keys_spread_over_all_partitions_and_the_client_routes_as_the_server_does()
    {
        var ranges = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Keys; i++)
        {
            ranges.Add((await Items.CreateItemAsync(new Doc("d", "key " + i, i), new PartitionKey("key " + i))).Headers["x-ms-documentdb-partitionkeyrangeid"]);
        }

        // ReadMany groups the keys by ranges that the client computes itself.
        List<(string, PartitionKey)> wanted = [.. Enumerable.Range(0, Keys).Select(i => ("d", new PartitionKey("key " + i)))];
        var spent = await SpentOnAsync(async () => Assert.Equal(Keys, (await Items.ReadManyItemsAsync<Doc>(wanted)).Count));

        Assert.Equal(Partitions, ranges.Count);
        Assert.Equal(Partitions, spent.Rows.Where(row => row.Operation == OperationType.Query).Sum(row => row.Requests));
    }

    [Fact]
    public async Task A_wrong_range_shows_only_its_own_items()
    {
        await CreateAsync(new Doc("a", "p"));
        using var raw = new RawClient(Server.Endpoint);
        var counts = new List<string?>();
        for (var range = 0; range < Partitions; range++)
        {
            var reply = await raw.SendAsync("GET", "/dbs/db/colls/items/docs", "", ("x-ms-documentdb-partitionkeyrangeid", range.ToString()));
            counts.Add(reply.Header("x-ms-item-count"));
        }

        Assert.Equal(["0", "0", "0", "0", "1"], counts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_batch_stays_in_one_partition_under_concurrency()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
        {
            var key = new PartitionKey("key " + i);
            return Items.CreateTransactionalBatch(key).CreateItem(new Doc("a", "key " + i)).CreateItem(new Doc("b", "key " + i)).ExecuteAsync();
        }));

        Assert.All(responses, response => Assert.True(response.IsSuccessStatusCode));
        Assert.Equal([80], await Pages.AllAsync<int>(Items, "SELECT VALUE COUNT(1) FROM c"));
    }
}
