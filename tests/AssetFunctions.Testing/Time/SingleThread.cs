using System.Collections.Concurrent;

namespace AssetFunctions.Testing.Time;

/// <summary>Runs asynchronous work on the calling thread, so that the clock moves only when nothing is left to do at its time.</summary>
public static class SingleThread
{
    /// <summary>Starts the work and runs it to its end.</summary>
    /// <param name="start">Starts the tasks.</param>
    /// <param name="idle">Called whenever nothing is left to do; moves the clock.</param>
    public static void Run(Func<IEnumerable<Task>> start, Action idle)
    {
        var outer = SynchronizationContext.Current;
        using var queue = new BlockingCollection<(SendOrPostCallback Callback, object? State)>();
        SynchronizationContext.SetSynchronizationContext(new QueueContext(queue));
        try
        {
            var all = Task.WhenAll(start().ToList());
            while (!all.IsCompleted)
            {
                // Some waits end on a pool thread and continue here a moment later.
                if (queue.TryTake(out var work, millisecondsTimeout: 1))
                {
                    work.Callback(work.State);
                }
                else
                {
                    idle();
                }
            }

            all.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    sealed class QueueContext(BlockingCollection<(SendOrPostCallback, object?)> queue) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => queue.Add((d, state));
    }
}
