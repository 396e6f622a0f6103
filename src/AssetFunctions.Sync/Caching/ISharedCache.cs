namespace AssetFunctions.Sync.Caching;

/// <summary>
/// A cache that the instances of the app share: the second level of <see cref="AssetCache"/>. Every call is one pass however many keys it
/// has. A failure of the cache throws <see cref="SharedCacheException"/> and nothing else, and is never more than a miss to the caller.
/// </summary>
public interface ISharedCache
{
    /// <summary>Reads payloads.</summary>
    /// <returns>One payload per key in the order given, null where there is none.</returns>
    Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Stores payloads until they expire. An adapter that can compare leaves an entry of a higher version as it is.</summary>
    Task SetManyAsync(IReadOnlyList<SharedEntry> entries, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Forgets keys; those that are not there are no failure.</summary>
    Task RemoveManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);
}

/// <summary>A payload to store.</summary>
/// <param name="Key">Full key but for the prefix of the instance name.</param>
/// <param name="Payload">Opaque to the cache.</param>
/// <param name="Version">Orders payloads of one key: a higher one is newer. At most 2^53.</param>
public sealed record SharedEntry(string Key, byte[] Payload, long Version);

/// <summary>Why a shared cache did not answer.</summary>
public enum SharedCacheFault
{
    /// <summary>It took longer than a caller waits.</summary>
    Timeout,

    /// <summary>It cannot be reached, or refused the command (out of memory, loading, read-only).</summary>
    Failure,

    /// <summary>It failed too often of late and was not asked.</summary>
    CircuitOpen,
}

/// <summary>A shared cache that did not answer.</summary>
public sealed class SharedCacheException(SharedCacheFault fault, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public SharedCacheFault Fault { get; } = fault;
}
