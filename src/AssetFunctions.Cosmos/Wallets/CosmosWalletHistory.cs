using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Reads value snapshots from container <see cref="ContainerDefinitions.Wallets"/>.</summary>
sealed class CosmosWalletHistory(Container container, StoreCalls calls) : IWalletHistory
{
    // The row of the state shows that the wallet exists; it has none of the other members.
    const string Query =
        $"""
        SELECT c.id, c.asOf, c.status, c.holdingsUsd, c.debtUsd, c.positions, c.unvalued, c.deletion
        FROM c WHERE c.id = "{WalletDocumentIds.State}" OR (c.id >= @from AND c.id < @to)
        """;

    public Task<IReadOnlyList<WalletSnapshot>?> ReadAsync(
        string wallet, Granularity granularity, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading the history of {wallet}", token => ReadCoreAsync(wallet, granularity, from, to, token), cancellationToken);

    async Task<IReadOnlyList<WalletSnapshot>?> ReadCoreAsync(
        string wallet, Granularity granularity, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Query)
            .WithParameter("@from", WalletDocumentIds.Snapshot(granularity, granularity.StartOf(from)))
            .WithParameter("@to", WalletDocumentIds.Snapshot(granularity, granularity.EndOf(to)));
        var pages = await container.QueryPagesAsync<SnapshotRow>(query, new PartitionKey(wallet), cancellationToken);
        var rows = pages.SelectMany(page => page).ToList();
        return rows.Exists(row => row is { Id: WalletDocumentIds.State, Deletion: null })
            ? [.. rows.Where(row => row.AsOf is not null).OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => WalletMapper.ToSnapshot(row, granularity))]
            : null;
    }
}
