namespace AssetFunctions.Sync.Caching;

/// <summary>Activity of the asset cache since the process started.</summary>
public sealed record CacheStatistics
{
    /// <summary>Lookups served from process memory.</summary>
    public required long MemoryHits { get; init; }

    /// <summary>Lookups served from the shared cache, each key counted once however many callers waited for it.</summary>
    public long SharedHits { get; init; }

    /// <summary>Lookups that went to the registry, each key counted once however many callers waited for it.</summary>
    public long Misses => MissesByCause.Total;

    public required CacheMisses MissesByCause { get; init; }

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

    /// <summary>Lookups of keys that process memory had no entry for, not even an expired one.</summary>
    public long FirstLookups { get; init; }

    /// <summary>Times between two lookups of a key, without those shorter than <see cref="CoarseClock.Resolution"/>.</summary>
    public IReadOnlyList<ReuseBucket> Reuse { get; init; } = [];

    /// <summary>How long an entry is served.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(CacheDefaults.TtlSeconds);

    /// <summary>Share of the time to live after which a read entry is refreshed in the background.</summary>
    public double RefreshAfter { get; init; } = CacheDefaults.RefreshAfter;

    /// <summary>Lookups served without a database request, as compared with one request per position.</summary>
    public long AvoidedRequests => MemoryHits + SharedHits + Joined;

    /// <summary>Share of lookups served without the registry, 0–1; 0 before the first lookup.</summary>
    public double HitRatio => Lookups > 0 ? (double)AvoidedRequests / Lookups : 0;

    long Lookups => AvoidedRequests + Misses;

    /// <summary>
    /// Expected hit ratio of process memory if entries lived for another time, 0–1, from the times between lookups. It is exact for lookups at random
    /// moments, however popular each key is.
    /// </summary>
    /// <remarks>
    /// With refresh after share a of a time to live T, lookups at rate r miss with probability e^(-(1-a)rT) / (1 + arT): no lookup fell into the last
    /// part of a lifetime. Averaged over all keys, that is the mean of 1 - e^(-(t - (1-a)T) / aT) over the times t that exceed (1-a)T.
    /// </remarks>
    public double HitRatioAt(TimeSpan timeToLive)
    {
        var refreshed = (1 - RefreshAfter) * timeToLive.TotalSeconds;
        var waited = RefreshAfter * timeToLive.TotalSeconds;
        var misses = FirstLookups + Reuse.Sum(bucket => bucket.Lookups * (1 - Math.Exp(-Math.Max(0, bucket.Typical.TotalSeconds - refreshed) / waited)));
        return Lookups > 0 ? Math.Clamp(1 - (misses / Lookups), 0, 1) : 0;
    }
}

/// <summary>Lookups that went to the registry, by cause.</summary>
/// <param name="Cold">The key was never in process memory, as far as is remembered.</param>
/// <param name="Expired">Its entry was too old.</param>
/// <param name="Evicted">Its entry was dropped to stay within the bounds, before it expired.</param>
/// <param name="Negative">Its entry stated that the registry has no such asset, and had to be confirmed.</param>
public readonly record struct CacheMisses(long Cold, long Expired, long Evicted, long Negative)
{
    public long Total => Cold + Expired + Evicted + Negative;
}

/// <summary>Lookups of keys that had been looked up before, by the time since then.</summary>
/// <param name="From">Least time.</param>
/// <param name="To">Time that is too long for the bucket.</param>
/// <param name="Lookups">The lookups.</param>
public readonly record struct ReuseBucket(TimeSpan From, TimeSpan To, long Lookups)
{
    /// <summary>The time that stands for all of the bucket.</summary>
    public TimeSpan Typical => (From + To) / 2;
}

/// <summary>Failures of the shared cache by cause.</summary>
/// <param name="Timeouts">Calls abandoned because the cache took too long.</param>
/// <param name="Failures">Calls that did not reach the cache or were refused by it.</param>
/// <param name="CircuitOpen">Calls not made because the cache had failed too often.</param>
/// <param name="Corrupt">Unreadable payloads; each was a miss and was overwritten.</param>
public readonly record struct SharedCacheFailures(long Timeouts, long Failures, long CircuitOpen, long Corrupt);
