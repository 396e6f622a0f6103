using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Operations;

/// <summary>Moves poison messages back to their original queues after the cause has been fixed.</summary>
public sealed partial class PoisonReplay(IPoisonQueues poison, TimeProvider clock, ILogger<PoisonReplay> logger)
{
    const int PageSize = 32;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Replays messages of one stage, at most as many as are there at the start, so that a message that fails again is not replayed in a loop.
    /// Concurrent callers replay a message once. An interrupted replay may duplicate a message, which is harmless because stages are idempotent.
    /// </summary>
    /// <param name="queue">The stage's own queue, see <see cref="QueueNames"/>.</param>
    /// <param name="max">Maximum number of messages to replay.</param>
    /// <returns>Number of replayed messages.</returns>
    public async Task<int> ReplayAsync(string queue, int max, CancellationToken cancellationToken)
    {
        var bound = Math.Min(max, await MessageSending.WithinPatienceAsync(token => poison.CountAsync(queue, token), clock, cancellationToken));
        var replayed = 0;
        while (replayed < bound
            && await poison.TakeAsync(queue, Math.Min(PageSize, bound - replayed), Lease, cancellationToken) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await poison.ReplayAsync(queue, message, Renewed(queue, message), cancellationToken);
                replayed++;
            }
        }

        if (replayed > 0)
        {
            Log.Replayed(logger, replayed, queue);
        }

        return replayed;
    }

    // Waits and failures before the fix do not count against the message.
    static string Renewed(string queue, PoisonMessage message)
    {
        try
        {
            return MessageCodec.Decode(queue, message.Body) switch
            {
                SyncRequest request => MessageCodec.Encode(Renewed(request, message.InsertedAt)),
                TransactionsMessage page => MessageCodec.Encode(page with { Attempts = 0, NotReadySince = null, UnavailableSince = null }),
                _ => message.Body,
            };
        }
        catch (MessageFormatException)
        {
            return message.Body;
        }
    }

    static SyncRequest Renewed(SyncRequest request, DateTimeOffset insertedAt) =>
        request with { CountedSince = null, NotReadySince = null, RequestedAt = request.RunId is null ? null : request.RequestedAt ?? insertedAt };

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Replayed, LogLevel.Information, "Replayed {Count} messages from the poison queue of {Queue}.")]
        public static partial void Replayed(ILogger logger, int count, string queue);
    }
}
