using AssetFunctions.LocalWorker.Hosting;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>
/// Polls one queue for one function: runs every message of a batch in parallel, fetches again when the number running
/// has dropped to the threshold, and waits ever longer while the queue is empty.
/// </summary>
sealed partial class QueueListener(
    QueueClient queue,
    MessageProcessor processor,
    QueueSettings settings,
    PollingDelay delay,
    QueueSignals signals,
    TimeProvider time,
    TimeSpan leasePeriod,
    Shutdown shutdown,
    ILogger logger)
{
    readonly List<Task> _running = [];
    bool _failing;

    /// <summary>Runs until the app stops and every message begun has ended.</summary>
    public async Task RunAsync()
    {
        while (!shutdown.Stopping.IsCancellationRequested)
        {
            // Taken before the poll, so that a message sent after it is not slept through.
            var sent = signals.NextAsync(queue.Uri);
            var batch = await ReceiveAsync();
            if (batch.Length == 0)
            {
                await IdleAsync(sent, delay.Next());
                continue;
            }

            delay.Reset();
            _running.AddRange(batch.Select(message => Task.Run(() => processor.ProcessAsync(message), CancellationToken.None)));
            await ThresholdAsync();
        }

        await Task.WhenAll(_running);
    }

    async Task<QueueMessage[]> ReceiveAsync()
    {
        try
        {
            // Not cancelled by stopping: messages of an answer cut off would stay invisible for the whole lease.
            var messages = await queue.ReceiveMessagesAsync(settings.BatchSize, leasePeriod, shutdown.Aborting);
            _failing = false;
            return messages.Value;
        }
        catch (Exception e) when (StorageFaults.IsFault(e))
        {
            if (!_failing && !shutdown.Aborting.IsCancellationRequested)
            {
                LogUnreachable(logger, queue.Name, queue.Uri, StorageFaults.Reason(e));
            }

            _failing = true;
            return [];
        }
    }

    async Task IdleAsync(Task sent, TimeSpan wait)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(shutdown.Stopping);
        await Task.WhenAny(sent, Task.Delay(wait, time, done.Token));
        await done.CancelAsync();
    }

    async Task ThresholdAsync()
    {
        _running.RemoveAll(task => task.IsCompleted);
        while (_running.Count > settings.NewBatchThreshold && !shutdown.Stopping.IsCancellationRequested)
        {
            await Task.WhenAny(_running);
            _running.RemoveAll(task => task.IsCompleted);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Queue '{Queue}' at {Address} does not answer ({Reason}); polling goes on.")]
    private static partial void LogUnreachable(ILogger logger, string queue, Uri address, string reason);
}
