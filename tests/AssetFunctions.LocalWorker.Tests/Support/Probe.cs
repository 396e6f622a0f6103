using System.Collections.Concurrent;
using System.Threading.Channels;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>What a function under test does, and a record of its executions.</summary>
public sealed class Probe
{
    readonly Channel<string> _started = Channel.CreateUnbounded<string>();
    readonly ConcurrentQueue<string> _runs = new();
    int _running;
    int _mostRunning;

    /// <summary>The body of the function; returns what it sends on.</summary>
    public Func<string, FunctionContext, Task<string?>> Body { get; init; } = static (_, _) => Task.FromResult<string?>(null);

    /// <summary>What the executions received, in the order they began.</summary>
    public IReadOnlyList<string> Runs => [.. _runs];

    /// <summary>The most executions that ran at once.</summary>
    public int MostRunning => Volatile.Read(ref _mostRunning);

    public async Task<string?> RunAsync(string received, FunctionContext context)
    {
        _runs.Enqueue(received);
        var running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        await _started.Writer.WriteAsync(received);
        try
        {
            return await Body(received, context);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Waits for the next execution to begin.</summary>
    public async Task<string> StartedAsync()
        => await _started.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Limit);

    void InterlockedMax(int value)
    {
        var seen = Volatile.Read(ref _mostRunning);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref _mostRunning, value, seen) is var now && now == seen ? value : now;
        }
    }
}
