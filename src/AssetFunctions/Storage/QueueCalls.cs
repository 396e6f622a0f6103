using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

/// <summary>Requests to queues that may not exist before their first message.</summary>
static class QueueCalls
{
    const int NotFound = 404;

    // Minus one second: kept until processed. A deferred or a rejected message must not expire while it waits.
    static readonly TimeSpan NoExpiry = TimeSpan.FromSeconds(-1);

    /// <summary>Sends a text. One request; three when the queue does not exist yet.</summary>
    /// <param name="timeToLive">Time after which the queue drops it, in whole seconds; null for never.</param>
    public static async Task SendAsync(
        this QueueServiceClient service, string queue, string body, TimeSpan delay, CancellationToken cancellationToken, TimeSpan? timeToLive = null)
    {
        var kept = timeToLive ?? NoExpiry;
        var client = service.GetQueueClient(queue);
        try
        {
            await client.SendMessageAsync(body, delay, kept, cancellationToken);
        }
        catch (RequestFailedException ex) when (ex.Status == NotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await client.SendMessageAsync(body, delay, kept, cancellationToken);
        }
    }

    /// <summary>Returns the approximate number of messages in the queue; 0 when it does not exist.</summary>
    public static async Task<int> CountAsync(this QueueClient queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException ex) when (ex.Status == NotFound)
        {
            return 0;
        }
    }
}
