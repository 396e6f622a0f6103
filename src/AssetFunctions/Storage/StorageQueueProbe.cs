using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

/// <summary>Asks the storage account whether it has the first queue; that it has none is an answer too.</summary>
sealed class StorageQueueProbe(QueueServiceClient service) : IDependencyProbe
{
    public string Name => "queues";

    public Task ProbeAsync(CancellationToken cancellationToken) => service.GetQueueClient(QueueNames.SyncRequests).ExistsAsync(cancellationToken);
}
