using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.Sync.Operations;

/// <summary>Tells what waits in the queues.</summary>
public interface IQueueStates
{
    /// <summary>State of one queue and its poison queue. A queue that does not exist is empty.</summary>
    /// <param name="queue">Name of the queue, see <see cref="QueueNames"/>.</param>
    Task<QueueState> ReadAsync(string queue, CancellationToken cancellationToken);
}

/// <summary>What waits in a queue at a moment.</summary>
/// <param name="Waiting">Messages in the queue, deferred ones and those in work included; the service counts approximately.</param>
/// <param name="OldestSince">When the first message that can be taken was put into the queue (UTC), or null when none can be taken.</param>
/// <param name="Poisoned">Messages in the poison queue; the service counts approximately.</param>
public sealed record QueueState(int Waiting, DateTimeOffset? OldestSince, int Poisoned);
