using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Totals of a wallet, with their age and the positions left out.</summary>
public sealed record WalletReport
{
    /// <summary>Value of the positions other than loans with a known price, in US dollars.</summary>
    public required decimal HoldingsUsd { get; init; }

    /// <summary>Value of the loans with a known price, in US dollars, positive.</summary>
    public required decimal DebtUsd { get; init; }

    /// <summary>Time of the oldest price in the totals (UTC), or null when they include no price.</summary>
    public required DateTimeOffset? OldestPriceAsOf { get; init; }

    /// <summary>Number of stored positions, valued or not.</summary>
    public required int Positions { get; init; }

    /// <summary>Number of positions left out of the totals, by reason.</summary>
    public required IReadOnlyDictionary<ValueGap, int> Unvalued { get; init; }

    /// <summary>Value of the positions left out as <see cref="ValueGap.Unconfirmed"/>, in US dollars.</summary>
    public required decimal UnconfirmedUsd { get; init; }

    /// <summary>Why the stored positions are incomplete, or null.</summary>
    public required string? Incomplete { get; init; }

    /// <summary>The last run, or null when none has stored anything yet.</summary>
    public required RunReport? LastRun { get; init; }

    /// <summary>The wallet's state: registration, schedule, claim, deletion, and the newest fetch with its skipped rows.</summary>
    public required WalletState State { get; init; }

    /// <summary>Net value in US dollars.</summary>
    public decimal NetUsd => HoldingsUsd - DebtUsd;
}
