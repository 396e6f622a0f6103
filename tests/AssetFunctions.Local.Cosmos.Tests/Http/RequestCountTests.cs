using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Http;

/// <summary>The number of requests of each SDK call, on which the product's own counts rely.</summary>
public sealed class RequestCountTests : CosmosTest
{
    [Fact]
    public async Task A_new_client_reads_the_account_the_container_and_before_its_first_read_the_ranges()
    {
        await CreateAsync(new Doc("a", "p"));
        // A client may read the account as soon as it exists.
        var before = Server.Meter.Snapshot();
        using var client = CosmosHost.Connect(Server);
        var items = client.GetContainer("db", "items");
        await items.CreateItemAsync(new Doc("b", "p"), Key);
        var create = Server.Meter.Snapshot() - before;
        var read = await SpentOnAsync(() => items.ReadItemAsync<Doc>("a", Key));
        var again = await SpentOnAsync(() => items.ReadItemAsync<Doc>("a", Key));

        Assert.Equal("Create 1, Account 1, ReadContainer 1", Tally(create));
        Assert.Equal("Read 1, PkRanges 2", Tally(read));
        Assert.Equal("Read 1", Tally(again));
    }

    [Fact]
    public async Task Every_point_operation_and_every_batch_is_one_request()
    {
        await CreateAsync(new Doc("a", "p"));
        await Items.ReadItemAsync<Doc>("a", Key);
        var spent = await SpentOnAsync(async () =>
        {
            await Items.CreateItemAsync(new Doc("b", "p"), Key);
            await Items.UpsertItemAsync(new Doc("b", "p"), Key);
            await Items.ReplaceItemAsync(new Doc("b", "p"), "b", Key);
            await Items.PatchItemAsync<Doc>("b", Key, [PatchOperation.Set("/v", 1)]);
            await Items.DeleteItemAsync<Doc>("b", Key);
            await Items.CreateTransactionalBatch(Key).ReadItem("a").ExecuteAsync();
        });

        Assert.Equal("Create 1, Upsert 1, Replace 1, Delete 1, Patch 1, Batch 1", Tally(spent));
    }

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.v > 0", true, "Query 1")]
    [InlineData("SELECT TOP 1 * FROM c", true, "Query 1")]
    [InlineData("SELECT * FROM c OFFSET 0 LIMIT 1", true, "Query 1")]
    [InlineData("SELECT * FROM c ORDER BY c.v", true, "Query 1, QueryPlan 1")]
    [InlineData("SELECT VALUE COUNT(1) FROM c", true, "Query 1, QueryPlan 1")]
    [InlineData("SELECT DISTINCT c.v FROM c", true, "Query 1, QueryPlan 1")]
    [InlineData("SELECT * FROM c WHERE c.v > 0", false, "Query 1, QueryPlan 1")]
    public async Task A_query_is_one_request_a_page_and_a_plan_unless_it_needs_none(string sql, bool withKey, string expected)
    {
        await CreateAsync(new Doc("a", "p"));
        Task RunAsync() => Pages.AllAsync<System.Text.Json.JsonElement>(Items, sql, withKey ? Key : null);
        await RunAsync();

        Assert.Equal(expected, Tally(await SpentOnAsync(RunAsync)));
    }

    [Fact]
    public async Task Pages_are_requests()
    {
        await CreateAsync([.. Enumerable.Range(0, 10).Select(i => new Doc("d" + i, "p"))]);
        await Pages.AllAsync<Doc>(Items, "SELECT * FROM c", Key);
        var spent = await SpentOnAsync(async () =>
        {
            using var iterator = Items.GetItemQueryIterator<Doc>("SELECT * FROM c", requestOptions: new QueryRequestOptions { PartitionKey = Key, MaxItemCount = 4 });
            await Pages.AllAsync(iterator);
        });

        Assert.Equal("Query 3", Tally(spent));
    }
}
