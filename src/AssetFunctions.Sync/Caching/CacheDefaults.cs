namespace AssetFunctions.Sync.Caching;

/// <summary>Defaults of the asset cache.</summary>
public static class CacheDefaults
{
    /// <summary>How long a cached asset is served, in seconds.</summary>
    public const int TtlSeconds = 5 * 60;

    /// <summary>How long an asset stays in the shared cache, in seconds: longer than the hour between two scheduled syncs.</summary>
    public const int SharedTtlSeconds = 2 * 60 * 60;

    /// <summary>Share of its time to live after which an entry that is read is refreshed in the background.</summary>
    public const double RefreshAfter = 0.8;

    /// <summary>Most entries waiting for a refresh.</summary>
    public const int MaxWaitingRefreshes = 1_000;

    /// <summary>Entries refreshed by one request.</summary>
    public const int RefreshBatchSize = 100;

    /// <summary>How long "no such asset" is remembered, in seconds, before jitter.</summary>
    public const int NegativeTtlSeconds = 60;

    /// <summary>Share of the negative time to live by which it is lengthened at random, so that misses do not expire together.</summary>
    public const double NegativeJitter = 0.5;

    /// <summary>Most entries held in process.</summary>
    public const int MaxEntries = 100_000;

    /// <summary>Most memory held in process, in estimated bytes.</summary>
    public const long MaxBytes = 128L * 1024 * 1024;

    /// <summary>Assets per creating batch.</summary>
    public const int CreateBatchSize = 20;

    /// <summary>Prices per updating batch.</summary>
    public const int PriceBatchSize = 50;

    /// <summary>Batches under way at once for one network; what comes on top gathers for the next.</summary>
    public const int MaxParallelBatches = 4;

    /// <summary>Reads of the registry under way at once; what comes on top gathers for the next.</summary>
    public const int MaxParallelReads = 1;

    /// <summary>Most assets read at once.</summary>
    public const int MaxReadBatch = 1000;

    /// <summary>Largest batch the database takes, in operations.</summary>
    public const int MaxBatchSize = 100;
}
