namespace AssetFunctions.Sync.Caching;

/// <summary>
/// A cache shared by all instances of the app: the second level of <see cref="AssetCache"/>. Every call is one pass, however many keys it has.
/// A failure throws only <see cref="SharedCacheException"/>, which callers treat as a miss.
/// </summary>
public interface ISharedCache
{
    /// <summary>Whether other processes find what this one stores.</summary>
    bool IsAcrossProcesses => true;

    /// <summary>Reads payloads.</summary>
    /// <returns>One payload per key in the order given, null where there is none.</returns>
    Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Stores payloads until they expire. An adapter that can compare versions keeps an entry with a higher one.</summary>
    Task SetManyAsync(IReadOnlyList<SharedEntry> entries, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Removes keys; missing ones are ignored.</summary>
    Task RemoveManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Adds to the counts of a ranking, which expires once nothing was added for the time to live. Without other processes it does nothing.</summary>
    Task AddCountsAsync(string ranking, IReadOnlyList<RankedCount> counts, TimeSpan timeToLive, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads the highest counts of a ranking, highest first.</summary>
    Task<IReadOnlyList<RankedCount>> ReadHighestAsync(string ranking, int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RankedCount>>([]);
}

/// <summary>A payload to store.</summary>
/// <param name="Key">Key without the instance prefix.</param>
/// <param name="Payload">Opaque to the cache.</param>
/// <param name="Version">Orders payloads of one key: a higher one is newer. At most 2^53.</param>
public sealed record SharedEntry(string Key, byte[] Payload, long Version);

/// <summary>A name in a ranking, and what was counted for it.</summary>
public readonly record struct RankedCount(string Name, long Count);

/// <summary>Why a call to a shared cache failed.</summary>
public enum SharedCacheFailure
{
    /// <summary>It took longer than a caller waits.</summary>
    Timeout,

    /// <summary>It cannot be reached, or refused the command (out of memory, loading, read-only).</summary>
    Failed,

    /// <summary>It failed too often and was not called.</summary>
    CircuitOpen,
}

/// <summary>A call to a shared cache failed.</summary>
public sealed class SharedCacheException(SharedCacheFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public SharedCacheFailure Failure { get; } = failure;
}
