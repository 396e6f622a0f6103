using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Operations;

/// <summary>
/// Logs the state of every queue. Azure Storage has no metric for a single queue or for the age of a message, so queue alerts read these
/// events. Their absence means that the app has stopped.
/// </summary>
public sealed partial class QueueWatch(IQueueStates queues, TimeProvider clock, ILogger<QueueWatch> logger)
{
    /// <summary>Reads all queues in parallel. A queue that cannot be read fails the call after the others have been logged.</summary>
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
