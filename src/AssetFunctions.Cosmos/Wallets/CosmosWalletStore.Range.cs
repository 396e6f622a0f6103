using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletStore
{
    // Positions lack the members of the state and vice versa; absent members are not sent.
    const string RangeQuery =
        $"""
        SELECT c.id, c.fp, c.ref, c.source, c.network, c.contractAddress, c.kind, c.rawAmount, c.decimals, c.scale, c.valueUsd,
        c.run, c.marks, c.finish, c.failure, c.deletion, c.revivedMs, c._etag AS version
        FROM c WHERE c.id = "{WalletDocumentIds.State}" OR (c.id >= @from AND c.id < @to)
        """;

    public Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading positions of {wallet}", token => ReadAsync(wallet, range, token), cancellationToken);

    async Task<WalletRange> ReadAsync(string wallet, PositionRange range, CancellationToken cancellationToken)
    {
        var pages = await ReadPagesAsync(wallet, range, cancellationToken);
        var state = StateOf(wallet, pages.SelectMany(page => page));
        if (pages.Count > 1 && !pages[0].Any(IsState))
        {
            // Positions on the first pages are older than the state, so a commit in between would go unnoticed. Read again, state first.
            state = WalletMapper.ToState(await container.FindStateAsync(wallet, cancellationToken));
            pages = await ReadPagesAsync(wallet, range, cancellationToken);
        }

        return new WalletRange(state, [.. pages
            .SelectMany(page => page)
            .Where(row => !IsState(row))
            .Select(WalletMapper.ToStored)]);
    }

    Task<IReadOnlyList<IReadOnlyList<RangeRow>>> ReadPagesAsync(string wallet, PositionRange range, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(RangeQuery).WithParameter("@from", range.From).WithParameter("@to", range.To);
        return container.QueryPagesAsync<RangeRow>(query, new PartitionKey(wallet), cancellationToken);
    }

    static WalletState? StateOf(string wallet, IEnumerable<RangeRow> rows)
    {
        var row = rows.FirstOrDefault(IsState);
        return row is null
            ? null
            : WalletMapper.ToState(row.ToDocument(wallet), row.Version!);
    }

    static bool IsState(RangeRow row) => row.Id == WalletDocumentIds.State;
}
