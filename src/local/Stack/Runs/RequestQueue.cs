using AssetFunctions.Sync.Messaging;
using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.Local.Stack.Runs;

/// <summary>The local storage queues: sends sync requests and watches the poison queues.</summary>
sealed class RequestQueue(string connectionString)
{
    const int NotFound = 404;

    readonly QueueServiceClient _service = new(connectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });

    public async Task SendAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var queue = _service.GetQueueClient(QueueNames.SyncRequests);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await queue.SendMessageAsync(MessageCodec.Encode(request), cancellationToken);
    }

    /// <summary>The poison queues with messages, and their counts.</summary>
    /// <param name="old">Earlier counts to subtract, or null.</param>
    public async Task<IReadOnlyList<(string Queue, int Messages)>> FindPoisonAsync(
        CancellationToken cancellationToken, IReadOnlyList<(string Queue, int Messages)>? old = null)
    {
        var found = new List<(string, int)>();
        foreach (var name in QueueNames.All.Select(queue => queue + QueueNames.PoisonSuffix))
        {
            var known = old?.FirstOrDefault(entry => entry.Queue == name).Messages ?? 0;
            if (await CountAsync(_service.GetQueueClient(name), cancellationToken) - known is > 0 and var count)
            {
                found.Add((name, count));
            }
        }

        return found;
    }

    static async Task<int> CountAsync(QueueClient queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException ex) when (ex.Status == NotFound)
        {
            // A poison queue is created with its first message.
            return 0;
        }
    }
}
