using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>What a wallet is worth, how old that is and what it leaves out.</summary>
public sealed record WalletReport
{
    /// <summary>Value of the holdings with a known price, in US dollars.</summary>
    public required decimal HoldingsUsd { get; init; }

    /// <summary>Value of the loans with a known price, in US dollars, positive.</summary>
    public required decimal DebtUsd { get; init; }

    /// <summary>Age of the oldest price in the totals (UTC), or null where no price is in them.</summary>
    public required DateTimeOffset? OldestPriceAsOf { get; init; }

    /// <summary>Stored positions, valued or not.</summary>
    public required int Positions { get; init; }

    /// <summary>Positions that are not in the totals, by reason.</summary>
    public required IReadOnlyDictionary<ValueGap, int> Unvalued { get; init; }

    /// <summary>What the stored holdings are known to lack, or null.</summary>
    public required string? Incomplete { get; init; }

    /// <summary>The last run, or null where none has stored anything yet.</summary>
    public required RunReport? LastRun { get; init; }

    /// <summary>Registration, schedule, announced run and deletion; and the newest fetch, whose skipped rows are not among the positions.</summary>
    public required WalletState State { get; init; }

    /// <summary>Holdings minus debt in US dollars.</summary>
    public decimal NetUsd => HoldingsUsd - DebtUsd;
}
