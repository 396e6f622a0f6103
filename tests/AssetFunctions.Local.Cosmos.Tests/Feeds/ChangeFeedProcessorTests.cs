using System.Collections.Concurrent;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Feeds;

public sealed class ChangeFeedProcessorTests : CosmosTest
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);
    Container _leases = null!;

    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = 2 };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _leases = await Host.ContainerAsync("leases", "/id");
    }

    [Fact]
    public async Task The_processor_delivers_every_change_and_a_restarted_one_goes_on_where_it_stopped()
    {
        await CreateAsync([.. Enumerable.Range(0, 20).Select(i => new Doc("d" + i, "p" + i, 1))]);
        await RunUntilAsync("first", () => _seen.Count == 20);
        Assert.Equal(2, (await Pages.AllAsync<string>(_leases, "SELECT VALUE c.id FROM c WHERE IS_DEFINED(c.Owner) OR IS_DEFINED(c.owner)")).Count);

        _seen.Clear();
        await CreateAsync(new Doc("later", "p3", 2), new Doc("latest", "p4", 3));
        await RunUntilAsync("second", () => _seen.Count == 2);

        Assert.Equal(["later", "latest"], _seen.Keys.Order(StringComparer.Ordinal));
    }

    async Task RunUntilAsync(string instance, Func<bool> isDone)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var processor = Items
            .GetChangeFeedProcessorBuilder<Doc>("test", (changes, _) =>
            {
                foreach (var change in changes)
                {
                    _seen[change.Id] = change.V;
                }

                if (isDone())
                {
                    done.TrySetResult();
                }

                return Task.CompletedTask;
            })
            .WithInstanceName(instance)
            .WithLeaseContainer(_leases)
            .WithPollInterval(TimeSpan.FromMilliseconds(20))
            .WithLeaseConfiguration(TimeSpan.FromMilliseconds(200))
            .WithStartTime(DateTime.MinValue.ToUniversalTime())
            .Build();
        await processor.StartAsync();
        try
        {
            await done.Task.WaitAsync(Patience);
        }
        finally
        {
            await processor.StopAsync();
        }
    }
}
