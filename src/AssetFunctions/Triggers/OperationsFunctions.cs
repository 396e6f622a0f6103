using AssetFunctions.Sync.Pipeline;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Triggers;

/// <summary>Timer-triggered functions that tell how the app fares.</summary>
public sealed class OperationsFunctions(QueueWatch watch)
{
    const string EveryMinute = "30 * * * * *";

    /// <summary>Writes the state of all queues to the log, where alerts read it.</summary>
    [Function("WatchQueues")]
    public Task WatchQueuesAsync([TimerTrigger(EveryMinute)] TimerInfo timer, CancellationToken cancellationToken) => watch.RunAsync(cancellationToken);
}
