using AssetFunctions.Local.Cosmos.Metering;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Support;

/// <summary>A test with a server of its own, a client, and one container named <c>items</c>.</summary>
public abstract class CosmosTest : IAsyncLifetime
{
    protected static readonly PartitionKey Key = new("p");

    protected CosmosHost Host { get; private set; } = null!;

    protected Container Items { get; private set; } = null!;

    protected LocalCosmosServer Server => Host.Server;

    protected virtual LocalCosmosOptions Options => new();

    protected virtual ContainerProperties Definition => new("items", "/pk");

    public virtual async Task InitializeAsync()
    {
        Host = await CosmosHost.StartAsync(Options);
        Items = await Host.ContainerAsync(Definition);
    }

    public virtual async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>The server's counts while <paramref name="work"/> ran.</summary>
    protected async Task<MeterSnapshot> SpentOnAsync(Func<Task> work)
    {
        var before = Server.Meter.Snapshot();
        await work();
        return Server.Meter.Snapshot() - before;
    }

    /// <summary>The operations of a snapshot with how often each was requested, in order of the enumeration.</summary>
    protected static string Tally(MeterSnapshot snapshot) => string.Join(
        ", ", snapshot.Rows.GroupBy(row => row.Operation).Select(group => $"{group.Key} {group.Sum(row => row.Requests)}"));

    /// <summary>Runs a call that must fail and returns the error as <c>status/sub-status</c>.</summary>
    protected static async Task<string> RefusalOfAsync(Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<CosmosException>(work);
        return $"{(int)error.StatusCode}/{error.SubStatusCode}";
    }

    protected async Task CreateAsync(params Doc[] documents)
    {
        foreach (var document in documents)
        {
            await Items.CreateItemAsync(document, new PartitionKey(document.Pk));
        }
    }
}
