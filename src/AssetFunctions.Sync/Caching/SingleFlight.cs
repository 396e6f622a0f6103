using System.Collections.Concurrent;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Lets one of many concurrent callers do the work for a key while the others wait for its result. Works across batches: every key is
/// claimed on its own. A caller finishes the keys it claimed before it waits for those of others, so callers never wait in a circle.
/// </summary>
sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    readonly ConcurrentDictionary<TKey, Flight> _flights = new();

    /// <summary>Keys under way.</summary>
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

    /// <summary>Ends a flight with an exception, which all its callers get. A completed flight is not touched.</summary>
    public void Abort(Flight flight, Exception failure)
    {
        if (_flights.TryRemove(KeyValuePair.Create(flight.Key, flight)))
        {
            flight.SetException(failure);
        }
    }

    internal sealed class Flight(TKey key)
    {
        readonly TaskCompletionSource<TResult> _provider = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TKey Key { get; } = key;

        public Task<TResult> Result => _provider.Task;

        public void SetResult(TResult result) => _provider.SetResult(result);

        public void SetException(Exception failure)
        {
            _provider.SetException(failure);
            // Observed here, because nobody may be waiting.
            _ = _provider.Task.Exception;
        }
    }
}

/// <summary>What those see who wait for a request that another caller was sending and gave up.</summary>
static class SharedRequest
{
    /// <summary>A caller that gives up must not make the others believe that they were cancelled.</summary>
    public static TransientStoreException Abandoned(Exception failure) => new("Another caller abandoned the shared request.", failure);
}
