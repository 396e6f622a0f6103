using AssetFunctions.Local.Cosmos.Tests.Support;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Faults;

public sealed class ThroughputCapTests : CosmosTest
{
    readonly ManualTimeProvider _clock = new();
    CosmosClient _client = null!;
    Container _failFast = null!;

    protected override LocalCosmosOptions Options => new() { Clock = _clock };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _client = CosmosHost.Connect(Server, options => options.MaxRetryAttemptsOnRateLimitedRequests = 0);
        _failFast = _client.GetContainer("db", "items");
        await CreateAsync(new Doc("a", "p"));
        await _failFast.ReadItemAsync<Doc>("a", Key);
    }

    public override async Task DisposeAsync()
    {
        _client.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_container_serves_its_request_units_and_throttles_the_rest_until_time_passes()
    {
        Server.Faults.CapThroughput("items", 10);
        for (var i = 0; i < 10; i++)
        {
            await ReadAsync();
        }

        var error = await Assert.ThrowsAsync<CosmosException>(ReadAsync);
        Assert.Equal("429/3200", $"{(int)error.StatusCode}/{error.SubStatusCode}");
        Assert.InRange(error.RetryAfter!.Value.TotalMilliseconds, 1, 100);

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        for (var i = 0; i < 5; i++)
        {
            await ReadAsync();
        }

        await Assert.ThrowsAsync<CosmosException>(ReadAsync);
    }

    [Fact]
    public async Task An_overdraft_must_be_repaid_and_refused_requests_cost_nothing()
    {
        Server.Faults.CapThroughput("items", 10);
        var batch = _failFast.CreateTransactionalBatch(Key);
        for (var i = 0; i < 10; i++)
        {
            batch.CreateItem(new Doc("d" + i, "p"));
        }

        var charge = (await batch.ExecuteAsync()).RequestCharge;
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<CosmosException>(ReadAsync);
        }

        _clock.Advance(TimeSpan.FromSeconds((charge - 10) / 10) + TimeSpan.FromMilliseconds(10));
        await ReadAsync();
    }

    [Fact]
    public async Task Other_containers_are_not_throttled()
    {
        var other = await Host.ContainerAsync("other");
        Server.Faults.CapThroughput("items", 1);
        await ReadAsync();
        await Assert.ThrowsAsync<CosmosException>(ReadAsync);

        await other.CreateItemAsync(new Doc("a", "p"), Key);
        await other.CreateItemAsync(new Doc("b", "p"), Key);
    }

    [Fact]
    public async Task A_retrying_client_waits_for_the_stated_delay()
    {
        Server.Faults.CapThroughput("items", 100);
        for (var i = 0; i < 100; i++)
        {
            await ReadAsync();
        }

        var reading = Items.ReadItemAsync<Doc>("a", Key);
        await Eventually.TrueAsync(() => Server.Meter.Snapshot().Rows.Any(row => row.Status == 429));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", (await reading).Resource.Id);
    }

    Task ReadAsync() => _failFast.ReadItemAsync<Doc>("a", Key);
}
