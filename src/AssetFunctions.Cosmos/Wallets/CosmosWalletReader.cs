using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Wallets.Pages;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Reads wallets from container <see cref="ContainerDefinitions.Wallets"/>.</summary>
sealed class CosmosWalletReader(Container container, StoreCalls calls) : IWalletReader
{
    // Positions lack the members of the state and vice versa; absent members are not sent.
    const string DocumentsQuery =
        $"""
        SELECT c.id, c.network, c.contractAddress, c.kind, c.protocol, c.groupId, c.poolAddress, c.name, c.rawAmount, c.decimals, c.scale, c.valueUsd, c.source, c.changedAt,
        c.run, c.ranges, c.finish, c.failure, c.registration, c.dueMs, c.claim, c.changedMs, c.wholeMs, c.deletion, c._etag AS version
        FROM c WHERE c.id = "{WalletDocumentIds.State}" OR (c.id >= "{PositionId.Prefix}" AND c.id < "{PositionId.End}")
        """;

    public Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken) => calls.RunAsync(
        $"reading the state of {wallet}", async token => WalletMapper.ToState(await container.FindStateAsync(wallet, token)), cancellationToken);

    public Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading {wallet}", token => ReadContentAsync(wallet, token), cancellationToken);

    async Task<WalletContent?> ReadContentAsync(string wallet, CancellationToken cancellationToken)
    {
        for (var round = 0; round < CosmosDefaults.MaxReadRounds; round++)
        {
            var document = await container.FindStateAsync(wallet, cancellationToken);
            if (document is null)
            {
                return null;
            }

            var content = document.IsPaged
                ? await TryReadPagesAsync(document, cancellationToken)
                : await TryReadDocumentsAsync(document, cancellationToken);
            if (content is not null)
            {
                return content;
            }
        }

        throw new TransientStoreException($"The positions of {wallet} kept changing while they were read.");
    }

    async Task<WalletContent?> TryReadPagesAsync(WalletDocument document, CancellationToken cancellationToken)
    {
        IReadOnlyList<PositionRange> ranges = [.. document.PageRanges()];
        var pages = await container.TryReadAsync(document.Wallet, ranges, cancellationToken);

        // A deletion removes pages before the state.
        return pages is null && document.Deletion is null
            ? null
            : new WalletContent(WalletMapper.ToState(document)!, [.. (pages ?? []).SelectMany(page => page.Rows).Select(row => row.ToWalletPosition())]);
    }

    // Null where the positions have become pages since the state was read.
    async Task<WalletContent?> TryReadDocumentsAsync(WalletDocument document, CancellationToken cancellationToken)
    {
        if (document.Run is null)
        {
            return new WalletContent(WalletMapper.ToState(document)!, []);
        }

        var pages = await container.QueryPagesAsync<ContentRow>(new QueryDefinition(DocumentsQuery), new PartitionKey(document.Wallet), cancellationToken);
        var rows = pages.SelectMany(page => page).ToList();
        return rows.Find(row => row.Id == WalletDocumentIds.State) is { } state && state.ToDocument(document.Wallet) is { IsPaged: false } current
            ? new WalletContent(
                WalletMapper.ToState(current, state.Version!),
                [.. rows.Where(row => row.Id != WalletDocumentIds.State).OrderBy(row => row.Id, StringComparer.Ordinal).Select(WalletMapper.ToWalletPosition)])
            : null;
    }
}
