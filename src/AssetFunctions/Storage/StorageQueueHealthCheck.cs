using AssetFunctions.Sync.Messaging;
using Azure.Storage.Queues;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AssetFunctions.Storage;

/// <summary>Checks that the storage account responds; a response that the queue does not exist counts too.</summary>
sealed class StorageQueueHealthCheck(QueueServiceClient service) : IHealthCheck
{
    public const string Name = "queues";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await service.GetQueueClient(QueueNames.SyncRequests).ExistsAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
