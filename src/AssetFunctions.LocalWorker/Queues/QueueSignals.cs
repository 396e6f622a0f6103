using System.Collections.Concurrent;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>Lets a message sent by this process end the idle wait of the listener of that queue at once.</summary>
sealed class QueueSignals
{
    readonly ConcurrentDictionary<Uri, TaskCompletionSource> _waiting = new();

    /// <summary>Completes with the next message sent to the queue after this call.</summary>
    public Task NextAsync(Uri queue) => _waiting.GetOrAdd(queue, static _ => NewSource()).Task;

    public void Sent(Uri queue)
    {
        if (_waiting.TryRemove(queue, out var source))
        {
            source.TrySetResult();
        }
    }

    static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
