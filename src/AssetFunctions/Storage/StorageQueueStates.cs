using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

/// <summary>Reads the state of the queues: three requests per queue, none of which takes a message.</summary>
sealed class StorageQueueStates(QueueServiceClient service) : IQueueStates
{
    public async Task<QueueState> ReadAsync(string queue, CancellationToken cancellationToken)
    {
        var client = service.GetQueueClient(queue);
        var waiting = await client.CountAsync(cancellationToken);
        var first = waiting == 0 ? null : (await client.PeekMessagesAsync(maxMessages: 1, cancellationToken)).Value.FirstOrDefault();
        var poisoned = await service.GetQueueClient(queue + QueueNames.PoisonSuffix).CountAsync(cancellationToken);
        return new QueueState(waiting, first?.InsertedOn, poisoned);
    }
}
