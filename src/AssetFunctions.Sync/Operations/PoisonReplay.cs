using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Operations;

/// <summary>Puts messages of the poison queues back to work, after what kept them from it was mended.</summary>
public sealed partial class PoisonReplay(IPoisonQueues poison, TimeProvider clock, ILogger<PoisonReplay> logger)
{
    const int PageSize = 32;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Replays messages of one stage, at most as many as wait at the start: those that fail again meanwhile are not moved in circles. A message
    /// that another caller replays at the same time is replayed once; one whose replay was interrupted may be replayed twice, which the stages
    /// do not mind.
    /// </summary>
    /// <param name="queue">The stage's own queue, see <see cref="QueueNames"/>.</param>
    /// <param name="max">Most messages to replay.</param>
    /// <returns>How many were replayed.</returns>
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

    // What a message has waited and failed before the cause was fixed does not count against it.
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
        [LoggerMessage(SyncEvents.Replayed, LogLevel.Information, "{Count} messages of the poison queue of {Queue} were put back.")]
        public static partial void Replayed(ILogger logger, int count, string queue);
    }
}
