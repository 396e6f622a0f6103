using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>The record of one finished or failed run; expires by itself.</summary>
sealed record SyncDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public string Type { get; init; } = WalletDocumentTypes.Run;

    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public RunDocument? Run { get; init; }

    public ChunkTally? Totals { get; init; }

    /// <summary>Seconds until the database drops the record.</summary>
    public int Ttl { get; init; } = CosmosDefaults.RunRecordSeconds;
}

/// <summary>Value of a wallet at one hour.</summary>
sealed record SnapshotDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public string Type { get; init; } = WalletDocumentTypes.Snapshot;

    /// <summary>When the holdings were fetched.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Value of the holdings in US dollars.</summary>
    public required decimal HoldingsUsd { get; init; }

    /// <summary>Value of the loans in US dollars, positive.</summary>
    public required decimal DebtUsd { get; init; }

    public required int Positions { get; init; }

    /// <summary>Positions without a known value.</summary>
    public required int Unvalued { get; init; }
}
