namespace AssetFunctions.Sync.Caching;

/// <summary>What the asset cache has done since the process started.</summary>
public sealed record CacheStatistics
{
    /// <summary>Lookups answered in process.</summary>
    public required long MemoryHits { get; init; }

    /// <summary>Lookups answered by the shared cache, each key counted once however many callers waited for it.</summary>
    public long SharedHits { get; init; }

    /// <summary>Lookups that had to ask the registry, each key counted once however many callers waited for it.</summary>
    public required long Misses { get; init; }

    /// <summary>Lookups that joined a request another caller had under way.</summary>
    public required long Joined { get; init; }

    /// <summary>Entries held in process.</summary>
    public required int Entries { get; init; }

    /// <summary>Estimated memory of the entries held in process, in bytes.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>Entries dropped to stay within the bounds.</summary>
    public required long Evictions { get; init; }

    /// <summary>Keys being looked up, created or updated at this moment.</summary>
    public required int InFlight { get; init; }

    /// <summary>Hot entries read again in the background before they expired.</summary>
    public long Refreshed { get; init; }

    /// <summary>Hot entries whose refresh failed, or found no room; they were left to expire.</summary>
    public long RefreshesMissed { get; init; }

    /// <summary>What went wrong with the shared cache; nothing of it failed a lookup.</summary>
    public SharedCacheFaults Faults { get; init; }

    /// <summary>Lookups answered without a request to the database: what a find per position would have sent and this cache did not.</summary>
    public long AvoidedRequests => MemoryHits + SharedHits + Joined;

    /// <summary>Share of lookups answered without asking the registry, 0–1; 0 before the first lookup.</summary>
    public double HitRatio => AvoidedRequests + Misses is > 0 and var lookups ? (double)AvoidedRequests / lookups : 0;
}

/// <summary>Failures of the shared cache.</summary>
/// <param name="Timeouts">Calls given up because the cache took too long.</param>
/// <param name="Failures">Calls that could not reach the cache or that it refused.</param>
/// <param name="CircuitOpen">Calls not made because the cache failed too often of late.</param>
/// <param name="Corrupt">Payloads that could not be read; each was a miss and was overwritten.</param>
public readonly record struct SharedCacheFaults(long Timeouts, long Failures, long CircuitOpen, long Corrupt);
