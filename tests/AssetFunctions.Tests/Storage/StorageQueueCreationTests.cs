using AssetFunctions.Storage;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.Time;
using AssetFunctions.Tests.Hosting;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AssetFunctions.Tests.Storage;

/// <summary>The start creates missing queues, and continues when it cannot.</summary>
[Trait("Starts", "processes")]
public sealed class StorageQueueCreationTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    readonly CapturedEvents _log = new();
    readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Every_queue_and_its_poison_queue_exist_after_the_start_and_keep_their_messages()
    {
        var service = new QueueServiceClient(azurite.ConnectionString);
        var first = service.GetQueueClient(QueueNames.SyncRequests);
        await first.CreateAsync();
        await first.SendMessageAsync("kept");
        await using var services = Services(azurite.ConnectionString);

        // The clock stands still, so the start can end only because the queues exist.
        await Assert.Single(services.GetServices<IHostedService>().OfType<StorageQueueCreation>()).StartAsync(default).WaitAsync(Eventually.Limit);

        Assert.Equal(
            QueueNames.All.Concat(QueueNames.All.Select(queue => queue + QueueNames.PoisonSuffix)).Order(StringComparer.Ordinal),
            (await NamesAsync(service)).Order(StringComparer.Ordinal));
        Assert.Equal("kept", (await first.PeekMessageAsync()).Value.Body.ToString());
        Assert.Empty(_log.Events);
    }

    [Fact]
    public async Task Start_continues_while_storage_is_down_and_the_creation_ends_with_a_warning()
    {
        using var creation = await StartWithoutStorageAsync();
        Assert.Empty(_log.Events);

        _clock.Advance(StorageQueueCreation.Budget);
        await creation.ExecuteTask!.WaitAsync(Eventually.Limit);

        Assert.StartsWith("Could not create the missing queues at start.", Assert.Single(_log.Events).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_the_creation_without_a_warning()
    {
        using var creation = await StartWithoutStorageAsync();

        await creation.StopAsync(default).WaitAsync(Eventually.Limit);

        Assert.True(creation.ExecuteTask!.IsCompleted);
        Assert.Empty(_log.Events);
    }

    async Task<StorageQueueCreation> StartWithoutStorageAsync()
    {
        var service = new QueueServiceClient(new Uri("http://127.0.0.1:9/account"), new QueueClientOptions { Retry = { MaxRetries = int.MaxValue } });
        var creation = new StorageQueueCreation(service, _clock, _log.Create<StorageQueueCreation>());
        var start = creation.StartAsync(default);
        await Eventually.TrueAsync(() => _clock.WaitingTimers == 2);
        Assert.False(start.IsCompleted);
        _clock.Advance(StorageQueueCreation.StartBudget);
        await start.WaitAsync(Eventually.Limit);
        return creation;
    }

    ServiceProvider Services(string connectionString)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsStorage", (string?)connectionString)]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddSingleton(_log.Create<StorageQueueCreation>());
        new AssetSyncBuilder(services, configuration).UseStorageQueues();
        return services.BuildServiceProvider();
    }

    static async Task<List<string>> NamesAsync(QueueServiceClient service)
    {
        var names = new List<string>();
        await foreach (var queue in service.GetQueuesAsync())
        {
            names.Add(queue.Name);
        }

        return names;
    }
}
