using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Reads wallets from container <see cref="ContainerDefinitions.Wallets"/>.</summary>
sealed class CosmosWalletReader(Container container, StoreCalls calls) : IWalletReader
{
    // Positions lack the members of the state and vice versa; absent members are not sent.
    const string ContentQuery =
        $"""
        SELECT c.id, c.network, c.contractAddress, c.kind, c.protocol, c.groupId, c.poolAddress, c.name, c.rawAmount, c.decimals, c.scale, c.valueUsd, c.source, c.changedAt,
        c.run, c.marks, c.finish, c.failure, c.registration, c.dueMs, c.claim, c.changedMs, c.wholeMs, c.deletion, c._etag AS version
        FROM c WHERE c.id = "{WalletDocumentIds.State}" OR (c.id >= "{PositionId.Prefix}" AND c.id < "{PositionId.End}")
        """;

    public Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken) => calls.RunAsync(
        $"reading the state of {wallet}", async token => WalletMapper.ToState(await container.FindStateAsync(wallet, token)), cancellationToken);

    public Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading {wallet}", token => ReadContentAsync(wallet, token), cancellationToken);

    async Task<WalletContent?> ReadContentAsync(string wallet, CancellationToken cancellationToken)
    {
        var pages = await container.QueryPagesAsync<ContentRow>(new QueryDefinition(ContentQuery), new PartitionKey(wallet), cancellationToken);
        var rows = pages.SelectMany(page => page).ToList();
        if (rows.Find(row => row.Id == WalletDocumentIds.State) is not { } state)
        {
            return null;
        }

        return new WalletContent(
            WalletMapper.ToState(state.ToDocument(wallet), state.Version!),
            [.. rows.Where(row => row.Id != WalletDocumentIds.State).OrderBy(row => row.Id, StringComparer.Ordinal).Select(WalletMapper.ToWalletPosition)]);
    }
}
