using System.Collections.Concurrent;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// One of many concurrent callers does the work for a key; the others wait for its result. Works across batches: every key is claimed on its
/// own. A caller completes the keys it claimed before it waits for others, so that callers never wait in a circle.
/// </summary>
sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, Flight> _flights = new();

    /// <summary>Keys in progress.</summary>
    public int Count => _flights.Count;

    /// <summary>Joins the flight of a key or starts one.</summary>
    /// <param name="isMine">Whether the caller started it and must <see cref="Complete"/> or <see cref="Abort"/> it.</param>
    public Flight Join(TKey key, out bool isMine)
    {
        var mine = new Flight(key);
        var flight = _flights.GetOrAdd(key, mine);
        isMine = ReferenceEquals(flight, mine);
        return flight;
    }

    public void Complete(TKey key, TResult result)
    {
        if (_flights.TryRemove(key, out var flight))
        {
            flight.SetResult(result);
        }
    }

    /// <summary>Fails a flight for all its callers. A completed flight is not changed.</summary>
    public void Abort(Flight flight, Exception failure)
    {
        if (_flights.TryRemove(KeyValuePair.Create(flight.Key, flight)))
        {
            flight.SetException(failure);
        }
    }

    internal sealed class Flight(TKey key)
    {
        readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TKey Key { get; } = key;

        public Task<TResult> Result => _completion.Task;

        public void SetResult(TResult result) => _completion.SetResult(result);

        public void SetException(Exception failure)
        {
            _completion.SetException(failure);
            // Observes the exception, because there may be no other caller.
            _ = _completion.Task.Exception;
        }
    }
}

/// <summary>Failures of requests that several callers share.</summary>
static class SharedRequest
{
    /// <summary>Failure for the other callers when the sending one is canceled: they must not appear canceled themselves.</summary>
    public static TransientStoreException Abandoned(Exception failure) => new("Another caller abandoned the shared request.", failure);
}
