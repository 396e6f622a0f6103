using AssetFunctions.Sync.Pipeline;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AssetFunctions.DevHost.Runs;

/// <summary>What a replay did with one queue.</summary>
/// <param name="Queue">The queue the messages belong on.</param>
/// <param name="Found">Messages in the poison queue at the start, about.</param>
/// <param name="Moved">Messages put back on the queue.</param>
sealed record ReplayCount(string Queue, int Found, int Moved);

/// <summary>
/// The poison queue of one stage. A message is sent to its stage first and deleted here afterwards: whatever happens in between, it is on at
/// least one of the two queues. On both it runs twice, which every stage stands.
/// </summary>
sealed class PoisonQueue(QueueServiceClient service, string queue)
{
    /// <summary>How long a message is hidden here while it is moved. After a crash it appears again.</summary>
    static readonly TimeSpan MoveTime = TimeSpan.FromSeconds(30);

    // Minus one second: kept until processed, as the app sends its own messages.
    static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    readonly QueueClient _poison = service.GetQueueClient(queue + QueueNames.PoisonSuffix);
    readonly QueueClient _stage = service.GetQueueClient(queue);

    /// <summary>
    /// Puts messages back, oldest first, at most as many as there were at the start: those that fail again meanwhile are not moved in circles.
    /// </summary>
    public async Task<ReplayCount> ReplayAsync(int max, bool dryRun, CancellationToken cancellationToken)
    {
        var found = await service.CountAsync(_poison.Name, cancellationToken) ?? 0;
        var moved = 0;
        if (dryRun || found == 0)
        {
            return new ReplayCount(queue, found, moved);
        }

        await _stage.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        while (moved < Math.Min(found, max) && await ReceiveAsync(cancellationToken) is { } message)
        {
            // Once sent, the rest is not cut short: a message that is deleted nowhere runs twice.
            await _stage.SendMessageAsync(message.Body, visibilityTimeout: null, NeverExpires, cancellationToken);
            await DeleteAsync(message);
            moved++;
        }

        return new ReplayCount(queue, found, moved);
    }

    async Task<QueueMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        (await _poison.ReceiveMessageAsync(MoveTime, cancellationToken)).Value;

    async Task DeleteAsync(QueueMessage message)
    {
        try
        {
            await _poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // It took too long and somebody else moved it too.
        }
    }
}
