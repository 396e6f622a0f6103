namespace AssetFunctions.Cosmos;

/// <summary>Defaults and limits of the Cosmos DB adapters.</summary>
public static class CosmosDefaults
{
    /// <summary>Configuration section of <see cref="CosmosOptions"/>.</summary>
    public const string Section = "Cosmos";

    public const string Database = "assets";

    public const string ApplicationName = "AssetFunctions";

    /// <summary>Longest application name that the SDK sends, in characters; it cuts off the rest.</summary>
    public const int MaxApplicationName = 64;

    /// <summary>Time limit of one store call, in seconds, including retries.</summary>
    public const int CallTimeoutSeconds = 15;

    /// <summary>Time limit for the database to respond at start, in seconds. The SDK by itself would try for more than a minute.</summary>
    public const int StartTimeoutSeconds = 5;

    /// <summary>Retries of a throttled request before the exception reaches the caller. Equal to the SDK's default.</summary>
    public const int MaxThrottleRetries = 9;

    /// <summary>Longest total wait between retries of one throttled request, in seconds.</summary>
    public const int MaxThrottleWaitSeconds = 10;

    public const int MaxConnections = 50;

    /// <summary>Most operations in one transactional batch (limit of the service).</summary>
    public const int BatchOperations = 100;

    /// <summary>Most bytes of documents in one transactional batch; the service accepts 2 MB including the envelope.</summary>
    public const int BatchBytes = 1_500_000;

    /// <summary>Most ids in one query, and most rows of one page.</summary>
    public const int PageSize = 1000;

    /// <summary>Largest continuation of a query, in KiB: it must fit into a message.</summary>
    public const int ContinuationKilobytes = 4;

    /// <summary>Longest item id in UTF-8 bytes (limit of the service).</summary>
    public const int IdBytes = 1023;

    /// <summary>Longest partition key value in UTF-8 bytes (limit of the service).</summary>
    public const int PartitionKeyBytes = 2048;

    /// <summary>Attempts of a batch without progress before the call fails because of concurrent changes.</summary>
    public const int MaxIdleRounds = 3;

    /// <summary>How often the positions of a wallet are read again because their pages were moved meanwhile.</summary>
    public const int MaxReadRounds = 10;

    /// <summary>Largest page of prices in bytes, with system properties. Writing 32 KB costs little more than writing 16 KB.</summary>
    public const int PricePageBytes = 31 * 1024;

    /// <summary>Bytes that system properties add to a document.</summary>
    public const int SystemPropertyBytes = 250;

    /// <summary>Longest address of an asset in a page of prices, in bytes of JSON. The price of any other stays in its document.</summary>
    public const int PagedAddressBytes = 256;

    /// <summary>Assets in a page of prices that is half full: as many pages are read at a time as hold the requested assets at that.</summary>
    public const int HalfPageAssets = 75;

    /// <summary>Pages of prices that one request reads: they fit the 2 MB of a batch.</summary>
    public const int PricePagesPerRead = 60;

    /// <summary>Pages of prices that one request writes: with the hours they finish they fit a batch, even if all of them split in four.</summary>
    public const int PricePagesPerWrite = 16;

    /// <summary>Pages of prices that one sync writes at a time.</summary>
    public const int ParallelPricePages = 8;

    /// <summary>Attempts to write a page of prices that others write too: of a sync, which then leaves it to them, and of the price refresh.</summary>
    public const int SyncPageAttempts = 2;

    public const int RefreshPageAttempts = 6;

    /// <summary>How long the prices of a finished hour are kept beside their page, in seconds: a week, for the price refresh to move them.</summary>
    public const int PriceHourSeconds = 7 * 24 * 60 * 60;

    /// <summary>How far apart the clocks of app and database may be.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>How long a network is taken to have no pages of prices after one look.</summary>
    public static readonly TimeSpan NoPagesTime = TimeSpan.FromMinutes(1);

    /// <summary>Accepted prices kept in an asset's document before they move to the price history: six hours at one every ten minutes.</summary>
    public const int RecentPrices = 36;

    /// <summary>How long a price is kept in the history, in seconds: 400 days, so that a year can be compared with the one before.</summary>
    public const int PriceHistorySeconds = 400 * 24 * 60 * 60;

    /// <summary>How long the removal of an override is marked, in seconds: two days, within which every process that runs has read it.</summary>
    public const int RemovedOverrideSeconds = 2 * 24 * 60 * 60;

    /// <summary>How long the result of a price check is kept, in seconds: 90 days.</summary>
    public const int ConfirmationSeconds = 90 * 24 * 60 * 60;

    /// <summary>Seconds before the newest known change from which overrides and price checks are read again.</summary>
    public const int TrustMarginSeconds = 5;

    /// <summary>Documents removed in one batch, which also updates their count in the wallet's state.</summary>
    public const int RemovalsPerBatch = BatchOperations - 1;

    /// <summary>Due wallets read and advanced at a time.</summary>
    public const int DuePageSize = 500;

    /// <summary>How long the record of a run is kept, in seconds: 30 days.</summary>
    public const int RunRecordSeconds = 30 * 24 * 60 * 60;

    /// <summary>How long the value of a wallet in an hour is kept, in seconds: 35 days. The last one of each day is kept forever.</summary>
    public const int HourlySnapshotSeconds = 35 * 24 * 60 * 60;
}
