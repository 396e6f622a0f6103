using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Wallets.Pages;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletStore
{
    const string DocumentsQuery = "SELECT * FROM c WHERE c.id >= @from AND c.id < @to";

    public Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken) =>
        calls.RunAsync<WalletRange>($"reading positions of {wallet}", async token => await ReadAsync(wallet, range, expected, token), cancellationToken);

    async Task<StoredRange> ReadAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken)
    {
        // Bounds of pages follow from the ids, so the pages of an unchanged list are where this list would have them.
        if (layout == WriteLayout.Pages && expected.Count > 0
            && await TryReadAsync(wallet, range, [.. PositionCuts.Cut(range, expected, PositionCuts.PageWeight).Select(part => part.Range)], cancellationToken) is { } found)
        {
            return found;
        }

        for (var round = 0; round < CosmosDefaults.MaxReadRounds; round++)
        {
            var document = await container.FindStateAsync(wallet, cancellationToken);
            if (document?.Run is null)
            {
                return new StoredRange(range, document, []);
            }

            if (!document.IsPaged)
            {
                return await ReadDocumentsAsync(document, range, cancellationToken);
            }

            var pages = document.PagesIn(range);
            if (pages.Count == 0)
            {
                return new StoredRange(range, document, []);
            }

            if (await TryReadAsync(wallet, range, pages, cancellationToken) is { } read)
            {
                return read;
            }

            // A deletion removes pages before the state, and nothing of the wallet is written anymore.
            if (document.Deletion is not null)
            {
                return new StoredRange(range, document, []);
            }
        }

        throw new TransientStoreException($"The pages of {wallet} kept changing while they were read.");
    }

    // Only where these are exactly the pages that overlap the range.
    async Task<StoredRange?> TryReadAsync(string wallet, PositionRange range, IReadOnlyList<PositionRange> pages, CancellationToken cancellationToken)
    {
        if (pages.Count >= CosmosDefaults.BatchOperations)
        {
            throw new ArgumentException($"A chunk of {pages.Count} pages is too large.", nameof(range));
        }

        return await container.TryReadWithStateAsync(wallet, pages, cancellationToken) is { } read && read.State.IsPaged && read.State.PagesIn(range).SequenceEqual(pages)
            ? new StoredRange(range, read.State, read.Pages) { Unreadable = read.Pages.Sum(page => page.Unreadable.Count) }
            : null;
    }

    // Read after the state: what is stored in between has changed the state, and the commit fails.
    async Task<StoredRange> ReadDocumentsAsync(WalletDocument document, PositionRange range, CancellationToken cancellationToken)
    {
        // Positions that become pages do so together, see PagePlan.
        var rows = layout == WriteLayout.Pages ? PositionRange.All : range;
        var query = new QueryDefinition(DocumentsQuery).WithParameter("@from", rows.From).WithParameter("@to", rows.To);
        var pages = await container.QueryPagesAsync<PositionDocument>(query, new PartitionKey(document.Wallet), cancellationToken);
        return new StoredRange(range, document, [new PositionPage(rows, [.. pages.SelectMany(page => page).Select(PageMapper.ToRow)])]);
    }
}
