using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Pipeline;

/// <summary>Puts messages of the poison queues back to work, after what kept them from it was mended.</summary>
public sealed partial class PoisonReplay(IPoisonQueues poison, ILogger<PoisonReplay> logger)
{
    const int PageSize = 32;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Replays messages of one stage. A message that another caller replays at the same time is replayed once; one whose replay was interrupted
    /// may be replayed twice, which the stages do not mind.
    /// </summary>
    /// <param name="queue">The stage's own queue, see <see cref="QueueNames"/>.</param>
    /// <param name="max">Most messages to replay.</param>
    /// <returns>How many were replayed.</returns>
    public async Task<int> ReplayAsync(string queue, int max, CancellationToken cancellationToken)
    {
        var replayed = new HashSet<string>(StringComparer.Ordinal);
        var hasMore = true;
        while (hasMore && replayed.Count < max)
        {
            hasMore = false;
            foreach (var message in await poison.TakeAsync(queue, Math.Min(PageSize, max - replayed.Count), Lease, cancellationToken))
            {
                if (replayed.Add(message.Body))
                {
                    await poison.ReplayAsync(queue, message, cancellationToken);
                    hasMore = true;
                }
                else
                {
                    // It has come back meanwhile, so it failed again: it waits for another cause to be mended.
                    await poison.ReleaseAsync(queue, message, cancellationToken);
                }
            }
        }

        if (replayed.Count > 0)
        {
            Log.Replayed(logger, replayed.Count, queue);
        }

        return replayed.Count;
    }

    /// <summary>Replays messages of all stages, the last stage first, so that nothing replayed early meets what is still to be replayed.</summary>
    /// <param name="maxPerQueue">Most messages to replay of each stage.</param>
    /// <returns>How many were replayed of each stage that had any.</returns>
    public async Task<IReadOnlyDictionary<string, int>> ReplayAllAsync(int maxPerQueue, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var queue in QueueNames.All.Reverse())
        {
            if (await ReplayAsync(queue, maxPerQueue, cancellationToken) is > 0 and var count)
            {
                counts.Add(queue, count);
            }
        }

        return counts;
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Replayed, LogLevel.Information, "{Count} messages of the poison queue of {Queue} were put back.")]
        public static partial void Replayed(ILogger logger, int count, string queue);
    }
}
