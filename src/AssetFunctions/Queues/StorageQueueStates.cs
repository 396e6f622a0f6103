using AssetFunctions.Sync.Pipeline;
using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.Queues;

/// <summary>State of the queues in Azure Storage: three requests per queue, none of which takes a message.</summary>
sealed class StorageQueueStates(QueueServiceClient service) : IQueueStates
{
    const int NotFound = 404;

    public async Task<QueueState> ReadAsync(string queue, CancellationToken cancellationToken)
    {
        var client = service.GetQueueClient(queue);
        var waiting = await CountAsync(client, cancellationToken);
        var first = waiting == 0 ? null : (await client.PeekMessagesAsync(maxMessages: 1, cancellationToken)).Value.FirstOrDefault();
        var poisoned = await CountAsync(service.GetQueueClient(queue + QueueNames.PoisonSuffix), cancellationToken);
        return new QueueState(waiting, first?.InsertedOn, poisoned);
    }

    static async Task<int> CountAsync(QueueClient queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException fault) when (fault.Status == NotFound)
        {
            return 0;
        }
    }
}
