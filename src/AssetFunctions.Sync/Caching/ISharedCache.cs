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
}

/// <summary>A payload to store.</summary>
/// <param name="Key">Key without the instance prefix.</param>
/// <param name="Payload">Opaque to the cache.</param>
/// <param name="Version">Orders payloads of one key: a higher one is newer. At most 2^53.</param>
public sealed record SharedEntry(string Key, byte[] Payload, long Version);

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
