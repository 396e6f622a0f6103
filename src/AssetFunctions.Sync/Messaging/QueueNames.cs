namespace AssetFunctions.Sync.Messaging;

/// <summary>Names of the storage queues. Constants, because trigger attributes need them.</summary>
public static class QueueNames
{
    /// <summary>Requests to sync a wallet: <see cref="SyncRequest"/> as plain JSON, open to any sender.</summary>
    public const string SyncRequests = "sync-requests";

    /// <summary>Fetched chunks, to register their assets: <see cref="AssetsMessage"/>.</summary>
    public const string SyncAssets = "sync-assets";

    /// <summary>Chunks, to update their prices: <see cref="PricesMessage"/>.</summary>
    public const string SyncPrices = "sync-prices";

    /// <summary>Chunks, to store their positions: <see cref="PositionsMessage"/>.</summary>
    public const string SyncPositions = "sync-positions";

    /// <summary>Pages of transactions to fetch and store: <see cref="TransactionsMessage"/>.</summary>
    public const string SyncTransactions = "sync-transactions";

    /// <summary>Pages of held assets to price: <see cref="PriceRefreshRequest"/>.</summary>
    public const string PriceRefresh = "price-refresh";

    /// <summary>Shards of the wallet directory whose due wallets need runs: <see cref="ShardRequest"/>.</summary>
    public const string ScheduleShards = "schedule-shards";

    /// <summary>Closed wallets to remove: <see cref="DeletionRequest"/>.</summary>
    public const string WalletDeletions = "wallet-deletions";

    /// <summary>Suffix of a queue's poison queue.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>All queues: the stages in the order of the flow, then the others.</summary>
    public static IReadOnlyList<string> All { get; } = [SyncRequests, SyncAssets, SyncPrices, SyncPositions, SyncTransactions, PriceRefresh, ScheduleShards, WalletDeletions];
}
