using System.Collections.Concurrent;
using AssetFunctions.Sync.Messaging;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

/// <summary>Queue actions over Azure Storage, in the encoding that <c>host.json</c> sets for the triggers.</summary>
sealed class StorageQueueGateway(QueueServiceClient service) : IQueueGateway
{
    readonly ConcurrentDictionary<string, QueueClient> _queues = new(StringComparer.Ordinal);

    public async Task DeferAsync(string queue, string body, TimeSpan delay, CancellationToken cancellationToken) =>
        await SendAsync(queue, body, delay, cancellationToken);

    public async Task PoisonAsync(string queue, string body, CancellationToken cancellationToken) =>
        await SendAsync(queue + QueueNames.PoisonSuffix, body, visibilityDelay: null, cancellationToken);

    async Task SendAsync(string queue, string body, TimeSpan? visibilityDelay, CancellationToken cancellationToken)
    {
        if (!_queues.TryGetValue(queue, out var client))
        {
            client = service.GetQueueClient(queue);
            await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _queues.TryAdd(queue, client);
        }

        // Minus one second: kept until processed. A deferral or a poisoned message must not expire while nobody looks.
        await client.SendMessageAsync(body, visibilityDelay, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);
    }
}
