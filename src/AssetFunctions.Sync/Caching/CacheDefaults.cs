using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

/// <summary>Defaults of the asset cache.</summary>
public static class CacheDefaults
{
    /// <summary>How long a cached asset is served, in seconds.</summary>
    public const int TtlSeconds = 5 * 60;

    /// <summary>How long an asset stays in the shared cache, in seconds: longer than the hour between two scheduled syncs.</summary>
    public const int SharedTtlSeconds = 2 * 60 * 60;

    /// <summary>Share of the time to live after which a read entry is refreshed in the background.</summary>
    public const double RefreshAfter = 0.8;

    /// <summary>Maximum entries waiting for a refresh.</summary>
    public const int MaxWaitingRefreshes = 1_000;

    /// <summary>Maximum entries refreshed by one request.</summary>
    public const int RefreshBatchSize = 100;

    /// <summary>How long "no such asset" is cached, in seconds, before jitter.</summary>
    public const int NegativeTtlSeconds = 60;

    /// <summary>Maximum random extension of a negative time to live, as a share of it, so that misses do not expire together.</summary>
    public const double NegativeJitter = 0.5;

    /// <summary>Maximum entries in process memory.</summary>
    public const int MaxEntries = 100_000;

    /// <summary>Maximum size of the entries in process memory, in estimated bytes.</summary>
    public const long MaxBytes = 128L * 1024 * 1024;

    /// <summary>How many of the most held assets a new process loads before they are looked up.</summary>
    public const int WarmAssets = 2_000;

    /// <summary>Maximum share of process memory that they take.</summary>
    public const double WarmShare = 0.25;

    /// <summary>How recently a sync must have found an asset that follows those with counts: a day, by which that is recorded, and an hour for the next sync.</summary>
    public static readonly TimeSpan WarmHeldWithin = RegistryDefaults.HeldRenewal + TimeSpan.FromHours(1);

    /// <summary>Assets per create batch.</summary>
    public const int CreateBatchSize = 20;

    /// <summary>Prices per update batch.</summary>
    public const int PriceBatchSize = 50;

    /// <summary>Concurrent batches per network; further items join the next batch.</summary>
    public const int MaxParallelBatches = 4;

    /// <summary>Concurrent registry reads; further keys join the next read.</summary>
    public const int MaxParallelReads = 1;

    /// <summary>Maximum assets per registry read.</summary>
    public const int MaxReadBatch = 1000;

    /// <summary>Maximum batch of the database, in operations.</summary>
    public const int MaxBatchSize = 100;
}
