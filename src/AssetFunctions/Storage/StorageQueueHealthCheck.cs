using AssetFunctions.Sync.Messaging;
using Azure.Storage.Queues;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AssetFunctions.Storage;

/// <summary>Asks the storage account whether it has the first queue; that it has none is a response too.</summary>
sealed class StorageQueueHealthCheck(QueueServiceClient service) : IHealthCheck
{
    public const string Name = "queues";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await service.GetQueueClient(QueueNames.SyncRequests).ExistsAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
