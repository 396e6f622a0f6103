using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>
/// Reads the values of wallets from container <see cref="ContainerDefinitions.Wallets"/>. The value of an hour is in the record of its last run until
/// the day is over, then with the other hours of the day; the value of the current day is in the state.
/// </summary>
sealed class CosmosWalletHistory(Container container, StoreCalls calls) : IWalletHistory
{
    // The row of the state shows that the wallet exists.
    const string DaysQuery =
        $"""
        SELECT c.id, c.asOf, c.status, c.holdingsUsd, c.debtUsd, c.positions, c.unvalued, c.deletion, c.finish
        FROM c WHERE c.id = "{WalletDocumentIds.State}" OR (c.id >= @from AND c.id < @to)
        """;

    public Task<IReadOnlyList<WalletSnapshot>?> ReadAsync(
        string wallet, Granularity granularity, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading the history of {wallet}", token => ReadCoreAsync(wallet, granularity, from, to, token), cancellationToken);

    async Task<IReadOnlyList<WalletSnapshot>?> ReadCoreAsync(
        string wallet, Granularity granularity, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, end) = (granularity.StartOf(from), granularity.EndOf(to));
        var rows = granularity == Granularity.Hour
            ? await FindHoursAsync(wallet, first, end, cancellationToken)
            : await ReadDaysAsync(wallet, first, end, cancellationToken);
        return rows?.Any(row => row is { Id: WalletDocumentIds.State, Deletion: null }) == true
            ? [.. HistoryMapper.LastOf(rows.SelectMany(HistoryMapper.ValuesOf), granularity).Where(value => value.Period >= first && value.Period < end)]
            : null;
    }

    // The last finished run says which day is not over yet, so that the records of all others need not be read.
    async Task<IReadOnlyList<SnapshotRow>?> FindHoursAsync(string wallet, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (WalletMapper.ToState(await container.FindStateAsync(wallet, cancellationToken)) is not { Deletion: null } state)
        {
            return null;
        }

        var open = state.LastFinish is { } last ? Granularity.Day.StartOf(last.FetchedAt) : from;
        return await container.ReadHoursAsync(wallet, from, to, open > from ? open : from, cancellationToken);
    }

    async Task<IReadOnlyList<SnapshotRow>> ReadDaysAsync(string wallet, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(DaysQuery)
            .WithParameter("@from", WalletDocumentIds.Snapshot(Granularity.Day, from))
            .WithParameter("@to", WalletDocumentIds.Snapshot(Granularity.Day, to));
        return [.. (await container.QueryPagesAsync<SnapshotRow>(query, new PartitionKey(wallet), cancellationToken)).SelectMany(page => page)];
    }
}

/// <summary>The query for values of hours, which readers and the end of a day share.</summary>
static class HourReads
{
    const string Query =
        $"""
        SELECT c.id, c.asOf, c.status, c.holdingsUsd, c.debtUsd, c.positions, c.unvalued, c.deletion, c.hours, c.startedAt, c.totals
        FROM c WHERE c.id = "{WalletDocumentIds.State}" OR (c.sort >= @fromRun AND c.sort < @toRun)
        OR (c.id >= @fromDay AND c.id <= @toDay) OR (c.id >= @from AND c.id < @to)
        """;

    /// <summary>Reads the state and everything with values of hours: records of runs, hours of finished days, snapshots of releases before pages.</summary>
    /// <param name="from">Start of the first hour (UTC).</param>
    /// <param name="to">End of the last hour (UTC).</param>
    /// <param name="open">Start of the day that is not over (UTC), from which records are read.</param>
    public static async Task<IReadOnlyList<SnapshotRow>> ReadHoursAsync(
        this Container container, string wallet, DateTimeOffset from, DateTimeOffset to, DateTimeOffset open, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Query)
            .WithParameter("@fromRun", WalletDocumentIds.RunSort(open))
            .WithParameter("@toRun", WalletDocumentIds.RunSort(to))
            .WithParameter("@fromDay", WalletDocumentIds.Hours(from))
            .WithParameter("@toDay", WalletDocumentIds.Hours(to))
            .WithParameter("@from", WalletDocumentIds.Snapshot(Granularity.Hour, from))
            .WithParameter("@to", WalletDocumentIds.Snapshot(Granularity.Hour, to));
        return [.. (await container.QueryPagesAsync<SnapshotRow>(query, new PartitionKey(wallet), cancellationToken)).SelectMany(page => page)];
    }
}
