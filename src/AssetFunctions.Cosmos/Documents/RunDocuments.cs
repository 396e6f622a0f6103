using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>The record of one finished or failed run; it expires.</summary>
sealed record SyncDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public string Type { get => field ?? WalletDocumentTypes.Run; init; }

    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public RunDocument? Run { get; init; }

    public ChunkTally? Totals { get; init; }

    /// <summary>See <see cref="WalletDocumentIds.RunSort"/>; absent where the run has no value for the wallet's history.</summary>
    public string? Sort { get; init; }

    /// <summary>Seconds until the record expires.</summary>
    public int Ttl { get; set; } = CosmosDefaults.RunRecordSeconds;
}

/// <summary>Value of a wallet in one hour, or the last one of a day.</summary>
sealed record SnapshotDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public string Type { get => field ?? WalletDocumentTypes.Snapshot; init; }

    /// <summary>When the positions were fetched.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Value of the positions in US dollars, without debt.</summary>
    public required decimal HoldingsUsd { get; init; }

    /// <summary>Value of the debt in US dollars, positive.</summary>
    public required decimal DebtUsd { get; init; }

    public required int Positions { get; init; }

    /// <summary>Positions not included in the values.</summary>
    public required int Unvalued { get; init; }

    /// <summary>Seconds until the snapshot expires; absent means never.</summary>
    public int? Ttl { get; init; }
}

/// <summary>Values of a wallet in the hours of a finished day, so that a month of hours is thirty documents.</summary>
sealed record HoursDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public string Type { get => field ?? WalletDocumentTypes.Hours; init; }

    public required IReadOnlyList<ValueDocument> Hours { get; init; }

    public int Ttl { get; set; } = CosmosDefaults.HourlySnapshotSeconds;
}

/// <summary>Value of a wallet at an instant.</summary>
sealed record ValueDocument(DateTimeOffset AsOf, RunStatus Status, decimal HoldingsUsd, decimal DebtUsd, int Positions, int Unvalued);

/// <summary>One row of a wallet's history: a snapshot, the hours of a day, the record of a run, or the state. Members of the others are absent.</summary>
sealed record SnapshotRow
{
    public required string Id { get; init; }

    /// <summary>The deletion of the wallet, in the row of its state.</summary>
    public DeletionDocument? Deletion { get; init; }

    /// <summary>The last finished run, in the row of the state.</summary>
    public FinishDocument? Finish { get; init; }

    public IReadOnlyList<ValueDocument>? Hours { get; init; }

    /// <summary>Fetch time of a recorded run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public ChunkTally? Totals { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public RunStatus? Status { get; init; }

    public decimal? HoldingsUsd { get; init; }

    public decimal? DebtUsd { get; init; }

    public int? Positions { get; init; }

    public int? Unvalued { get; init; }
}
