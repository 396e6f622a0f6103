namespace AssetFunctions.Cosmos;

/// <summary>Default values and limits of the Cosmos DB adapters, in one place.</summary>
public static class CosmosDefaults
{
    /// <summary>Configuration section of <see cref="CosmosOptions"/>.</summary>
    public const string Section = "Cosmos";

    public const string Database = "assets";

    public const string ApplicationName = "AssetFunctions";

    /// <summary>Characters of an application name that the SDK sends; it cuts off the rest.</summary>
    public const int MaxApplicationName = 64;

    /// <summary>Seconds one call of a store may take in all, retries included.</summary>
    public const int CallTimeoutSeconds = 15;

    /// <summary>Seconds the database may take to answer at start. The SDK by itself would try for more than a minute.</summary>
    public const int StartTimeoutSeconds = 5;

    /// <summary>Retries of a throttled request before the fault reaches the caller. The SDK's own default is 9.</summary>
    public const int MaxThrottleRetries = 9;

    /// <summary>Seconds spent waiting between retries of one throttled request.</summary>
    public const int MaxThrottleWaitSeconds = 10;

    public const int MaxConnections = 50;

    /// <summary>Operations in one transactional batch (limit of the service).</summary>
    public const int BatchOperations = 100;

    /// <summary>Bytes of documents in one transactional batch; the service accepts 2 MB including the envelope.</summary>
    public const int BatchBytes = 1_500_000;

    /// <summary>Ids in one query, and rows of one page.</summary>
    public const int PageSize = 1000;

    /// <summary>Largest continuation of a query, in KiB: it has to fit into a message.</summary>
    public const int ContinuationKilobytes = 4;

    /// <summary>UTF-8 bytes of an item id (limit of the service).</summary>
    public const int IdBytes = 1023;

    /// <summary>UTF-8 bytes of a partition key value (limit of the service).</summary>
    public const int PartitionKeyBytes = 2048;

    /// <summary>Rounds of a batch that drop nothing before the store is taken to be changing under us.</summary>
    public const int MaxIdleRounds = 3;

    /// <summary>Accepted prices that gather in an asset's document before they move to the price history: six hours at one every ten minutes.</summary>
    public const int RecentPrices = 36;

    /// <summary>Seconds a price is kept in the history: 400 days, so that a year can be compared with the one before.</summary>
    public const int PriceHistorySeconds = 400 * 24 * 60 * 60;

    /// <summary>Documents removed in one batch, which also counts them in the wallet's state.</summary>
    public const int RemovalsPerBatch = BatchOperations - 1;

    /// <summary>Due wallets read and moved at a time.</summary>
    public const int DuePageSize = 500;

    /// <summary>Seconds the record of a run is kept: 30 days.</summary>
    public const int RunRecordSeconds = 30 * 24 * 60 * 60;

    /// <summary>Seconds an hourly snapshot of a wallet's value is kept: 35 days. The last one of each day is kept for ever.</summary>
    public const int HourlySnapshotSeconds = 35 * 24 * 60 * 60;
}
