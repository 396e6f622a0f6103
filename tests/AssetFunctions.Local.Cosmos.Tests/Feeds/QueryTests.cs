using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Feeds;

public sealed class QueryTests : CosmosTest
{
    const int Partitions = 3;

    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = Partitions };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync([.. Enumerable.Range(0, 60).Select(i => new Doc($"d{i:00}", $"p{i % 6}", i % 10, "text " + i))]);
    }

    [Fact]
    public async Task A_query_in_one_logical_partition_needs_no_plan()
    {
        List<Doc> found = [];
        var spent = await SpentOnAsync(async () => found = [.. await Pages.AllAsync<Doc>(Items, "SELECT * FROM c WHERE c.v > 3", new PartitionKey("p1"))]);

        Assert.All(found, doc => Assert.True(doc is { Pk: "p1", V: > 3 }));
        Assert.Equal(Enumerable.Range(0, 60).Count(i => i % 6 == 1 && i % 10 > 3), found.Count);
        Assert.Equal(1, spent.DataRequests);
    }

    [Fact]
    public async Task A_cross_partition_query_fans_out()
    {
        List<Doc> found = [];
        var spent = await SpentOnAsync(async () => found = [.. await Pages.AllAsync<Doc>(Items, "SELECT * FROM c WHERE c.v = 7")]);

        Assert.Equal(6, found.Count);
        Assert.Equal(1 + Partitions, spent.DataRequests);
    }

    [Fact]
    public async Task A_count_is_merged_across_partitions() => Assert.Equal([60], await Pages.AllAsync<int>(Items, "SELECT VALUE COUNT(1) FROM c"));

    [Theory]
    [InlineData("ASC")]
    [InlineData("DESC")]
    public async Task A_sorted_query_is_merged_across_partitions_and_resumes_from_its_continuation(string direction)
    {
        var sql = $"SELECT * FROM c ORDER BY c.v {direction}";
        var whole = await Pages.AllAsync<Doc>(Items, sql);
        var resumed = await Pages.ResumedAsync<Doc>(Items, sql, pageSize: 7);

        Assert.Equal(60, whole.Count);
        var values = whole.ConvertAll(doc => doc.V);
        Assert.Equal(direction is "ASC" ? values.Order() : values.OrderDescending(), values);
        Assert.Equal(whole.ConvertAll(doc => doc.Id), resumed.ConvertAll(doc => doc.Id));
    }

    [Fact]
    public async Task An_unsorted_query_resumes_from_its_continuation()
    {
        var resumed = await Pages.ResumedAsync<Doc>(Items, "SELECT * FROM c WHERE c.v >= 5", pageSize: 4);

        Assert.Equal(30, resumed.Select(doc => doc.Id).Distinct().Count());
        Assert.Equal(30, resumed.Count);
    }

    [Fact]
    public async Task Top_offset_and_distinct_are_merged()
    {
        Assert.Equal(5, (await Pages.AllAsync<Doc>(Items, "SELECT TOP 5 * FROM c")).Count);
        Assert.Equal(
            [3, 4, 4, 4],
            await Pages.AllAsync<int>(Items, "SELECT VALUE c.v FROM c ORDER BY c.v OFFSET 23 LIMIT 4"));
        Assert.Equal(Enumerable.Range(0, 10), (await Pages.AllAsync<int>(Items, "SELECT DISTINCT VALUE c.v FROM c")).Order());
    }

    [Fact]
    public async Task Invalid_sql_is_refused_with_a_location()
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => Pages.AllAsync<Doc>(Items, "SELECT * FROM c WHERE"));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Contains("SC1001", error.Message, StringComparison.Ordinal);
        Assert.Contains("location", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_many_takes_one_plan_and_one_query_per_range()
    {
        List<(string, PartitionKey)> wanted = [.. Enumerable.Range(0, 60).Select(i => ($"d{i:00}", new PartitionKey($"p{i % 6}"))), ("missing", new PartitionKey("p1"))];
        await Items.ReadManyItemsAsync<Doc>(wanted);
        FeedResponse<Doc> found = null!;
        var spent = await SpentOnAsync(async () => found = await Items.ReadManyItemsAsync<Doc>(wanted));

        Assert.Equal(60, found.Count);
        Assert.True(found.RequestCharge > 60 * 0.3);
        Assert.InRange(spent.DataRequests, 2, 2 * Partitions);
    }

    [Fact]
    public async Task Read_many_works_when_the_key_is_the_id()
    {
        var container = await Host.ContainerAsync("byId", "/id");
        for (var i = 0; i < 30; i++)
        {
            await container.CreateItemAsync(new Doc($"d{i}", "x"), new PartitionKey($"d{i}"));
        }

        List<(string, PartitionKey)> wanted = [.. Enumerable.Range(0, 30).Select(i => ($"d{i}", new PartitionKey($"d{i}")))];

        Assert.Equal(30, (await container.ReadManyItemsAsync<Doc>(wanted)).Count);
    }

    [Fact]
    public async Task Optimistic_direct_execution_is_one_request()
    {
        await using var host = await CosmosHost.StartAsync();
        var container = await host.ContainerAsync();
        await container.CreateItemAsync(new Doc("a", "p", 2), new PartitionKey("p"));
        await container.CreateItemAsync(new Doc("b", "p", 1), new PartitionKey("p"));
        var options = new QueryRequestOptions { PartitionKey = new PartitionKey("p"), EnableOptimisticDirectExecution = true };
        var before = host.Server.Meter.Snapshot();
        using var iterator = container.GetItemQueryIterator<string>("SELECT VALUE c.id FROM c ORDER BY c.v", requestOptions: options);

        Assert.Equal(["b", "a"], await Pages.AllAsync(iterator));
        Assert.Equal(1, (host.Server.Meter.Snapshot() - before).DataRequests);
    }
}
