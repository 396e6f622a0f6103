using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Caching;

/// <summary>Settings of the asset cache, section <c>Sync:Cache</c>.</summary>
public sealed class CacheOptions
{
    public const string Section = "Sync:Cache";

    /// <summary>How long a cached asset is served, in seconds. Default 300.</summary>
    [Range(1, 24 * 60 * 60)]
    public int TtlSeconds { get; set; } = CacheDefaults.TtlSeconds;

    /// <summary>How long an asset stays in the shared cache, in seconds. Default 7,200.</summary>
    [Range(1, 7 * 24 * 60 * 60)]
    public int SharedTtlSeconds { get; set; } = CacheDefaults.SharedTtlSeconds;

    /// <summary>Share of the time to live after which a read entry is refreshed in the background; 1 never refreshes. Default 0.8.</summary>
    [Range(0.1, 1.0)]
    public double RefreshAfter { get; set; } = CacheDefaults.RefreshAfter;

    /// <summary>How long "no such asset" is cached, in seconds, extended at random by up to half. Default 60.</summary>
    [Range(1, 24 * 60 * 60)]
    public int NegativeTtlSeconds { get; set; } = CacheDefaults.NegativeTtlSeconds;

    /// <summary>Maximum entries in process memory. Default 100,000.</summary>
    [Range(1, 100_000_000)]
    public int MaxEntries { get; set; } = CacheDefaults.MaxEntries;

    /// <summary>Maximum size of the entries in process memory, in estimated bytes. Default 128 MiB.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxBytes { get; set; } = CacheDefaults.MaxBytes;

    /// <summary>
    /// How many of the most held assets a process loads at its first message, and the timer <c>WarmRedis</c> keeps in the shared cache; 0 loads none.
    /// They take at most a quarter of process memory. Default 2,000.
    /// </summary>
    [Range(0, 100_000)]
    public int WarmAssets { get; set; } = CacheDefaults.WarmAssets;

    /// <summary>Assets per create batch, per network. Default 20.</summary>
    [Range(1, CacheDefaults.MaxBatchSize)]
    public int CreateBatchSize { get; set; } = CacheDefaults.CreateBatchSize;

    /// <summary>Prices per update batch, per network. Default 50.</summary>
    [Range(1, CacheDefaults.MaxBatchSize)]
    public int PriceBatchSize { get; set; } = CacheDefaults.PriceBatchSize;
}
