using AssetFunctions.Sync;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>Maps the values of a wallet's history, which lie in snapshots, in hours of finished days, in records of runs and in the state.</summary>
static class HistoryMapper
{
    /// <summary>All values in a row, in no order.</summary>
    public static IEnumerable<ValueDocument> ValuesOf(SnapshotRow row)
    {
        if (row.Finish is { } finish)
        {
            yield return ValueOf(RunAttempt.FetchedAtOf(finish.Attempt), finish.Status, finish.Totals);
        }
        else if (row is { StartedAt: { } startedAt, Totals: { } totals })
        {
            yield return ValueOf(startedAt, row.Status!.Value, totals);
        }
        else if (row.AsOf is { } asOf)
        {
            yield return new ValueDocument(asOf, row.Status!.Value, row.HoldingsUsd!.Value, row.DebtUsd!.Value, row.Positions!.Value, row.Unvalued!.Value);
        }

        foreach (var hour in row.Hours ?? [])
        {
            yield return hour;
        }
    }

    /// <summary>The last value of each period, oldest first.</summary>
    public static IEnumerable<WalletSnapshot> LastOf(IEnumerable<ValueDocument> values, Granularity granularity) => values
        .GroupBy(value => granularity.StartOf(value.AsOf))
        .OrderBy(period => period.Key)
        .Select(period => ToSnapshot(period.Key, period.MaxBy(value => value.AsOf)!));

    /// <summary>The closing value of a day (UTC), kept forever.</summary>
    public static SnapshotDocument ToDay(string wallet, FinishedRun last) => new()
    {
        Id = WalletDocumentIds.Snapshot(Granularity.Day, last.FetchedAt),
        Wallet = wallet,
        AsOf = last.FetchedAt,
        RunId = last.RunId,
        Status = last.Finish.Status,
        HoldingsUsd = last.Finish.Total.HoldingsUsd,
        DebtUsd = last.Finish.Total.DebtUsd,
        Positions = last.Finish.Total.PositionsHeld,
        Unvalued = last.Finish.Total.Unvalued,
    };

    /// <summary>The hours of a day (UTC), each with its last value.</summary>
    public static HoursDocument ToHours(string wallet, DateTimeOffset day, IEnumerable<ValueDocument> values) => new()
    {
        Id = WalletDocumentIds.Hours(day),
        Wallet = wallet,
        Hours = [.. values.GroupBy(value => Granularity.Hour.StartOf(value.AsOf)).OrderBy(hour => hour.Key).Select(hour => hour.MaxBy(value => value.AsOf)!)],
    };

    static ValueDocument ValueOf(DateTimeOffset asOf, RunStatus status, ChunkTally total) =>
        new(asOf, status, total.HoldingsUsd, total.DebtUsd, total.PositionsHeld, total.Unvalued);

    static WalletSnapshot ToSnapshot(DateTimeOffset period, ValueDocument value) =>
        new(period, value.AsOf, value.Status, value.HoldingsUsd, value.DebtUsd, value.Positions, value.Unvalued);
}
