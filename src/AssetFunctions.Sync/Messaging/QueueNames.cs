namespace AssetFunctions.Sync.Messaging;

/// <summary>Names of the storage queues between the stages. Constants, because trigger attributes need them.</summary>
public static class QueueNames
{
    /// <summary>Requests to sync a wallet: <see cref="SyncRequest"/> as plain JSON, open to any sender.</summary>
    public const string SyncRequests = "sync-requests";

    /// <summary>Fetched chunks whose assets are to be registered.</summary>
    public const string SyncAssets = "sync-assets";

    /// <summary>Chunks whose prices are to be updated.</summary>
    public const string SyncPrices = "sync-prices";

    /// <summary>Chunks whose positions are to be stored.</summary>
    public const string SyncPositions = "sync-positions";

    /// <summary>Pages of transactions that are to be fetched and stored.</summary>
    public const string SyncTransactions = "sync-transactions";

    /// <summary>Networks whose held assets are to be priced, without any wallet.</summary>
    public const string PriceRefresh = "price-refresh";

    /// <summary>Shards of the wallet directory whose due wallets are to be asked for.</summary>
    public const string ScheduleShards = "schedule-shards";

    /// <summary>Wallets of which everything is to be removed.</summary>
    public const string WalletDeletions = "wallet-deletions";

    /// <summary>Suffix of the queue that takes the messages of a queue which can never be processed.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>All queues: the stages in the order of the flow, then those around them.</summary>
    public static IReadOnlyList<string> All { get; } = [SyncRequests, SyncAssets, SyncPrices, SyncPositions, SyncTransactions, PriceRefresh, ScheduleShards, WalletDeletions];
}
