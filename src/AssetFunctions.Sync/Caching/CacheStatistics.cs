namespace AssetFunctions.Sync.Caching;

/// <summary>Activity of the asset cache since the process started.</summary>
public sealed record CacheStatistics
{
    /// <summary>Lookups served from process memory.</summary>
    public required long MemoryHits { get; init; }

    /// <summary>Lookups served from the shared cache, each key counted once however many callers waited for it.</summary>
    public long SharedHits { get; init; }

    /// <summary>Lookups that went to the registry, each key counted once however many callers waited for it.</summary>
    public required long Misses { get; init; }

    /// <summary>Lookups that joined another caller's request.</summary>
    public required long Joined { get; init; }

    /// <summary>Entries in process memory.</summary>
    public required int Entries { get; init; }

    /// <summary>Estimated size of the entries in process memory, in bytes.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>Entries dropped to stay within the bounds.</summary>
    public required long Evictions { get; init; }

    /// <summary>Keys being looked up, created or updated now.</summary>
    public required int InFlight { get; init; }

    /// <summary>Entries refreshed in the background before they expired.</summary>
    public long Refreshed { get; init; }

    /// <summary>Entries left to expire because their refresh failed or too many were waiting.</summary>
    public long RefreshesMissed { get; init; }

    /// <summary>Failures of the shared cache; none of them failed a lookup.</summary>
    public SharedCacheFailures Failures { get; init; }

    /// <summary>Lookups served without a database request, as compared with one request per position.</summary>
    public long AvoidedRequests => MemoryHits + SharedHits + Joined;

    /// <summary>Share of lookups served without the registry, 0–1; 0 before the first lookup.</summary>
    public double HitRatio => AvoidedRequests + Misses is > 0 and var lookups ? (double)AvoidedRequests / lookups : 0;
}

/// <summary>Failures of the shared cache by cause.</summary>
/// <param name="Timeouts">Calls abandoned because the cache took too long.</param>
/// <param name="Failures">Calls that did not reach the cache or were refused by it.</param>
/// <param name="CircuitOpen">Calls not made because the cache had failed too often.</param>
/// <param name="Corrupt">Unreadable payloads; each was a miss and was overwritten.</param>
public readonly record struct SharedCacheFailures(long Timeouts, long Failures, long CircuitOpen, long Corrupt);
