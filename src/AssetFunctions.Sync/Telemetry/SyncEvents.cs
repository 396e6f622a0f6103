namespace AssetFunctions.Sync.Telemetry;

/// <summary>Ids of the log events that tools evaluate.</summary>
public static class SyncEvents
{
    public const int Deferred = 1;
    public const int Rejected = 2;
    public const int Poisoned = 3;
    public const int Replayed = 4;

    /// <summary>A message that only a newer release reads went back to its queue.</summary>
    public const int MessageWaits = 5;
    public const int Extracted = 10;
    public const int RunEnded = 11;
    public const int RunJoined = 12;
    public const int RunDropped = 13;
    public const int AssetsRegistered = 20;
    public const int AssetRefused = 21;
    public const int Priced = 30;
    public const int PricesRefreshed = 31;
    public const int PriceRefreshGivenUp = 32;
    public const int PricesChecked = 33;
    public const int PricesNotChecked = 34;
    public const int MarketDataRefreshed = 35;
    public const int MarketDataStopped = 36;
    public const int PositionsStored = 40;
    public const int ChunkSuperseded = 41;
    public const int RunSummary = 42;
    public const int WalletClosed = 43;
    public const int ShardScheduled = 50;
    public const int ScheduleLimited = 51;
    public const int WalletDeleted = 60;
    public const int TransactionsStarted = 70;
    public const int TransactionsStored = 71;
    public const int TransactionsEnded = 72;
    public const int TransactionsSuperseded = 73;
    public const int TransactionsWait = 74;

    /// <summary>A provider rejected its key. Nothing is fetched from it until an operator acts.</summary>
    public const int KeyRejected = 80;

    /// <summary>A provider keeps failing and is not called for a while.</summary>
    public const int ProviderFailing = 81;

    /// <summary>A provider that kept failing responds again.</summary>
    public const int ProviderRecovered = 82;
    public const int QueueState = 90;
    public const int OverrideStored = 100;
    public const int OverrideRemoved = 101;
    public const int CacheFilled = 110;
    public const int CacheNotFilled = 111;
    public const int SharedCacheKept = 112;
    public const int SharedCacheNotKept = 113;
}
