using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Operations;

/// <summary>
/// Writes the state of every queue to the log. Storage has no metric for the age of a message or for a single queue, so alerts about queues
/// read these events; that they stop tells that the app does.
/// </summary>
public sealed partial class QueueWatch(IQueueStates queues, TimeProvider clock, ILogger<QueueWatch> logger)
{
    /// <summary>Reads all queues at once. A queue that cannot be read keeps no other from being told of, and fails the call in the end.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(QueueNames.All.Select(queue => WatchAsync(queue, cancellationToken)));

    async Task WatchAsync(string queue, CancellationToken cancellationToken)
    {
        var state = await queues.ReadAsync(queue, cancellationToken);
        var age = state.OldestSince is { } since ? Math.Max(0, (long)(clock.GetUtcNow() - since).TotalSeconds) : 0;
        Log.QueueState(logger, queue, state.Waiting, age, state.Poisoned);
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.QueueState, LogLevel.Information, "Queue {Queue}: {Waiting} waiting, the oldest for {AgeSeconds} s, {Poisoned} poisoned.")]
        public static partial void QueueState(ILogger logger, string queue, int waiting, long ageSeconds, int poisoned);
    }
}
