using System.Net;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Faults;

/// <summary>The SDK's reaction to each failure, on which the product's own error handling relies.</summary>
public sealed class RetryTests : CosmosTest
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync(new Doc("a", "p", 1));
        await Items.ReadItemAsync<Doc>("a", Key);
    }

    [Fact]
    public async Task Throttled_requests_are_retried_until_they_succeed()
    {
        Fault(FaultAction.Throttle, count: 2);
        var spent = await SpentOnAsync(() => Items.ReadItemAsync<Doc>("a", Key));

        Assert.Equal("Read 3", Tally(spent));
        Assert.Equal([200, 429], spent.Rows.Select(row => row.Status));
    }

    [Fact]
    public async Task A_request_is_retried_at_most_nine_times()
    {
        Fault(FaultAction.Throttle, count: null);
        CosmosException error = null!;
        var spent = await SpentOnAsync(async () => error = await Assert.ThrowsAsync<CosmosException>(() => Items.CreateItemAsync(new Doc("b", "p"), Key)));

        Assert.Equal("Create 10", Tally(spent));
        Assert.Equal(HttpStatusCode.TooManyRequests, error.StatusCode);
        Assert.Equal(3200, error.SubStatusCode);
        Assert.Equal(Soon, error.RetryAfter);
    }

    [Fact]
    public async Task A_throttled_batch_is_retried_and_then_returns_429_without_throwing()
    {
        Fault(FaultAction.Throttle, count: 10);
        TransactionalBatchResponse response = null!;
        var spent = await SpentOnAsync(async () => response = await Items.CreateTransactionalBatch(Key).CreateItem(new Doc("b", "p")).ExecuteAsync());

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("Batch 10", Tally(spent));
        Assert.True((await Items.CreateTransactionalBatch(Key).CreateItem(new Doc("b", "p")).ExecuteAsync()).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_throttled_query_is_retried()
    {
        Fault(FaultAction.Throttle, count: 3);

        Assert.Equal("Query 4", Tally(await SpentOnAsync(() => Pages.AllAsync<Doc>(Items, "SELECT * FROM c", Key))));
    }

    [Fact]
    public async Task A_449_is_retried()
    {
        Fault(FaultAction.RetryWith, count: 2);

        Assert.Equal("Upsert 3", Tally(await SpentOnAsync(() => Items.UpsertItemAsync(new Doc("a", "p", 2), Key))));
    }

    [Theory]
    [InlineData(FaultAction.ServiceUnavailable, 503)]
    [InlineData(FaultAction.RequestTimeout, 408)]
    [InlineData(FaultAction.Gone, 410)]
    public async Task Other_failures_of_writes_surface_at_once(FaultAction action, int status)
    {
        Fault(action, count: null);
        var spent = await SpentOnAsync(async () =>
            Assert.StartsWith($"{status}/", await RefusalOfAsync(() => Items.CreateItemAsync(new Doc("b", "p"), Key)), StringComparison.Ordinal));
        var batch = await Items.CreateTransactionalBatch(Key).CreateItem(new Doc("b", "p")).ExecuteAsync();

        Assert.Equal("Create 1", Tally(spent));
        Assert.Equal(status, (int)batch.StatusCode);
        await AssertStoredAsync("b", isStored: false);
    }

    [Fact]
    public async Task A_timeout_may_hide_a_success()
    {
        Fault(FaultAction.RequestTimeoutAfterCommit, count: 1);
        Assert.Equal("408/0", await RefusalOfAsync(() => Items.CreateItemAsync(new Doc("b", "p"), Key)));

        await AssertStoredAsync("b", isStored: true);
    }

    [Theory]
    [InlineData(FaultAction.DropBeforeCommit, false)]
    [InlineData(FaultAction.DropAfterCommit, true)]
    public async Task A_dropped_write_may_or_may_not_be_stored(FaultAction action, bool isStored)
    {
        Fault(action, count: null);
        await Assert.ThrowsAsync<HttpRequestException>(() => Items.CreateItemAsync(new Doc("b", "p"), Key));
        await Assert.ThrowsAsync<HttpRequestException>(() => Items.CreateTransactionalBatch(Key).CreateItem(new Doc("c", "p")).ExecuteAsync());

        await AssertStoredAsync("b", isStored);
        await AssertStoredAsync("c", isStored);
    }

    [Fact]
    public async Task A_dropped_read_is_retried_silently()
    {
        Fault(FaultAction.DropBeforeCommit, count: 1);
        var spent = await SpentOnAsync(() => Items.ReadItemAsync<Doc>("a", Key));

        Assert.Equal([0, 200], spent.Rows.Where(row => row.Operation == OperationType.Read).Select(row => row.Status));
    }

    void Fault(FaultAction action, int? count) => Server.Faults.Add(new FaultRule { Action = action, Count = count, RetryAfter = Soon });

    async Task AssertStoredAsync(string id, bool isStored)
    {
        Server.Faults.Clear();
        using var response = await Items.ReadItemStreamAsync(id, Key);
        Assert.Equal(isStored ? HttpStatusCode.OK : HttpStatusCode.NotFound, response.StatusCode);
    }
}
