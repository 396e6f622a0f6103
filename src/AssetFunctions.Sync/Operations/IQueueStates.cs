using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.Sync.Operations;

/// <summary>Reads the states of the queues.</summary>
public interface IQueueStates
{
    /// <summary>Reads the state of one queue and its poison queue. A queue that does not exist counts as empty.</summary>
    /// <param name="queue">Name of the queue, see <see cref="QueueNames"/>.</param>
    Task<QueueState> ReadAsync(string queue, CancellationToken cancellationToken);
}

/// <summary>State of a queue at one moment.</summary>
/// <param name="Waiting">Approximate number of messages in the queue, including deferred ones and those in progress.</param>
/// <param name="OldestSince">When the first visible message was added to the queue (UTC), or null when none is visible.</param>
/// <param name="Poisoned">Approximate number of messages in the poison queue.</param>
public sealed record QueueState(int Waiting, DateTimeOffset? OldestSince, int Poisoned);
