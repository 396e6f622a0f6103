using AssetFunctions.Sync.Operations;

namespace AssetFunctions.Functions;

sealed record QueuesModel(IReadOnlyList<QueueModel> Queues);

/// <summary>State of one queue. The service's counts are approximate.</summary>
/// <param name="Waiting">Messages in the queue, including those that are deferred or being processed.</param>
/// <param name="OldestSince">When the first visible message was sent, or null when none is visible.</param>
/// <param name="Poisoned">Messages in its poison queue.</param>
sealed record QueueModel(string Queue, int Waiting, DateTimeOffset? OldestSince, int Poisoned)
{
    public static QueueModel Of(string queue, QueueState state) => new(queue, state.Waiting, state.OldestSince, state.Poisoned);
}

/// <param name="Replayed">Messages moved back to the queue.</param>
sealed record ReplayModel(string Queue, int Replayed);
