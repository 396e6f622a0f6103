using AssetFunctions.Sync.Operations;

namespace AssetFunctions.Functions;

sealed record QueuesModel(IReadOnlyList<QueueModel> Queues);

/// <summary>One queue; the service counts approximately.</summary>
/// <param name="Waiting">Messages in the queue, deferred ones and those in work included.</param>
/// <param name="OldestSince">Since when the first message that can be taken waits, or null when none can be taken.</param>
/// <param name="Poisoned">Messages in its poison queue.</param>
sealed record QueueModel(string Queue, int Waiting, DateTimeOffset? OldestSince, int Poisoned)
{
    public static QueueModel Of(string queue, QueueState state) => new(queue, state.Waiting, state.OldestSince, state.Poisoned);
}

/// <param name="Replayed">Messages put back on the queue.</param>
sealed record ReplayModel(string Queue, int Replayed);
