namespace AssetFunctions.Sync.Caching;

/// <summary>What the asset cache has done since the process started.</summary>
public sealed record CacheStatistics
{
    /// <summary>Lookups answered in process.</summary>
    public required long MemoryHits { get; init; }

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

    /// <summary>Keys being looked up or created at this moment.</summary>
    public required int InFlight { get; init; }

    /// <summary>Lookups answered without a request to the database: what a find per position would have sent and this cache did not.</summary>
    public long AvoidedRequests => MemoryHits + Joined;

    /// <summary>Share of lookups answered without asking the registry, 0–1; 0 before the first lookup.</summary>
    public double HitRatio => MemoryHits + Joined + Misses is > 0 and var lookups ? (double)(MemoryHits + Joined) / lookups : 0;
}
