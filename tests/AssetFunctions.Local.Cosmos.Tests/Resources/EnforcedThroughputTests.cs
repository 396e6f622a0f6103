using AssetFunctions.Local.Cosmos.Tests.Support;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Resources;

public sealed class EnforcedThroughputTests : IAsyncLifetime
{
    readonly ManualTimeProvider _clock = new();
    CosmosHost _host = null!;
    CosmosClient _impatient = null!;

    public async Task InitializeAsync()
    {
        _host = await CosmosHost.StartAsync(new LocalCosmosOptions { PhysicalPartitions = 2, EnforcesThroughput = true, Clock = _clock });
        _impatient = CosmosHost.Connect(_host.Server, options => options.MaxRetryAttemptsOnRateLimitedRequests = 0);
    }

    public async Task DisposeAsync()
    {
        _impatient.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Each_partition_serves_its_share_and_throttles_the_rest_until_time_passes()
    {
        await _host.Database.CreateContainerAsync("items", "/pk", throughput: 400);
        var items = _impatient.GetContainer("db", "items");
        var (first, second) = await KeysOfTwoPartitionsAsync(items);
        var spent = await SpendAsync(items, first);

        Assert.InRange(spent, 195, 210);
        using var other = await items.ReadItemStreamAsync("missing", new PartitionKey(second));
        Assert.Equal(404, (int)other.StatusCode);
        Assert.Equal("429/3200", await RefusalAsync(items.CreateItemAsync(new Doc("one more", first), new PartitionKey(first))));
        using var batch = await items.CreateTransactionalBatch(new PartitionKey(first)).CreateItem(new Doc("b", first)).ExecuteAsync();
        Assert.Equal(429, (int)batch.StatusCode);
        Assert.Equal("429/3200", await RefusalAsync(Pages.AllAsync<Doc>(items, "SELECT * FROM c", new PartitionKey(first))));

        _clock.Advance(TimeSpan.FromSeconds(1));
        await items.CreateItemAsync(new Doc("one more", first), new PartitionKey(first));
    }

    [Fact]
    public async Task A_container_without_throughput_is_not_throttled()
    {
        await _host.ContainerAsync("free");
        var items = _impatient.GetContainer("db", "free");
        for (var i = 0; i < 100; i++)
        {
            await items.CreateItemAsync(new Doc("d" + i, "p"), new PartitionKey("p"));
        }
    }

    /// <summary>Writes until the server refuses, and returns the total charge.</summary>
    static async Task<double> SpendAsync(Container items, string key)
    {
        var spent = 0.0;
        for (var i = 0; i < 100; i++)
        {
            using var response = await items.CreateItemStreamAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"id":"d{{i}}","pk":"{{key}}"}""")), new PartitionKey(key));
            if ((int)response.StatusCode == 429)
            {
                return spent;
            }

            spent += response.Headers.RequestCharge;
        }

        return spent;
    }

    static async Task<(string First, string Second)> KeysOfTwoPartitionsAsync(Container items)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; keys.Count < 2; i++)
        {
            using var response = await items.ReadItemStreamAsync("missing", new PartitionKey("key " + i));
            keys.TryAdd(response.Headers["x-ms-documentdb-partitionkeyrangeid"], "key " + i);
        }

        return (keys["0"], keys["1"]);
    }

    static async Task<string> RefusalAsync(Task work)
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => work);
        return $"{(int)error.StatusCode}/{error.SubStatusCode}";
    }
}
