using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

static class QueueCounts
{
    const int NotFound = 404;

    /// <summary>About how many messages the queue holds; 0 when there is no such queue, as none exists before its first message.</summary>
    public static async Task<int> CountAsync(this QueueClient queue, CancellationToken cancellationToken)
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
