using AssetFunctions.Sync;
using AssetFunctions.Sync.Pipeline;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Queues;

static class StorageQueueExtensions
{
    /// <summary>The setting that also connects the triggers.</summary>
    const string ConnectionSetting = "AzureWebJobsStorage";

    /// <summary>Registers the queue actions over the storage account of the triggers.</summary>
    public static AssetSyncBuilder UseStorageQueues(this AssetSyncBuilder builder)
    {
        builder.Services.TryAddSingleton(_ => new QueueServiceClient(
            builder.Configuration[ConnectionSetting]
                ?? throw new InvalidOperationException($"The setting '{ConnectionSetting}' is missing: it is the connection string of the storage account."),
            new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }));
        builder.Services.TryAddSingleton<IQueueGateway, StorageQueueGateway>();
        builder.Services.TryAddSingleton<IPoisonQueues, StoragePoisonQueues>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDependencyProbe, StorageQueueProbe>());
        return builder;
    }
}
