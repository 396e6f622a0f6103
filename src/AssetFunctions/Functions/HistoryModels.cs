using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Functions;

/// <summary>Values of a wallet over time. A period in which no run finished is absent; values are not interpolated.</summary>
sealed record HistoryModel(
    string Wallet, Granularity Granularity, DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<SnapshotModel> Values, CurrentValueModel? Current)
{
    public static HistoryModel Of(
        string wallet, Granularity granularity, TimeRange range, IReadOnlyList<WalletSnapshot> snapshots, WalletReport? current) => new(
        wallet, granularity, range.RequestedFrom, range.RequestedTo, [.. snapshots.Select(SnapshotModel.Of)],
        current is null ? null : new CurrentValueModel(current.State.AsOf, current.OldestPriceAsOf, current.HoldingsUsd, current.DebtUsd, current.NetUsd));
}

/// <summary>The value at the last run of a period, at the prices of that run.</summary>
sealed record SnapshotModel(
    DateTimeOffset Period, DateTimeOffset AsOf, RunStatus Status, decimal HoldingsUsd, decimal DebtUsd, decimal NetUsd, int Positions, int Unvalued)
{
    public static SnapshotModel Of(WalletSnapshot snapshot) => new(
        snapshot.Period, snapshot.AsOf, snapshot.Status, snapshot.HoldingsUsd, snapshot.DebtUsd, snapshot.HoldingsUsd - snapshot.DebtUsd,
        snapshot.Positions, snapshot.Unvalued);
}

/// <summary>The value of the positions as last fetched, at the registry's current prices.</summary>
sealed record CurrentValueModel(DateTimeOffset? AsOf, DateTimeOffset? OldestPriceAsOf, decimal HoldingsUsd, decimal DebtUsd, decimal NetUsd);
