using System.Net;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Positions;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets.Pages;

/// <summary>
/// Reads pages by their ids: a point read each, all in one batch, which sees one moment of the partition. A page states where it ends, so pages that do
/// not join as expected were moved since they were listed.
/// </summary>
static class PageReads
{
    /// <summary>Reads the state of a wallet and pages. One request.</summary>
    /// <param name="pages">Ranges of the pages, in order.</param>
    /// <returns>State and pages, or null where one of them does not exist or a page has other bounds.</returns>
    public static async Task<(WalletDocument State, IReadOnlyList<PositionPage> Pages)?> TryReadWithStateAsync(
        this Container container, string wallet, IReadOnlyList<PositionRange> pages, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(wallet)).ReadItem(WalletDocumentIds.State);
        using var response = await ExecuteAsync(batch, pages, cancellationToken);
        if (response is null)
        {
            return null;
        }

        var state = response.GetOperationResultAtIndex<WalletDocument>(0);
        return PagesOf(response, 1, pages) is { } read ? (state.Resource, read) : null;
    }

    /// <summary>Reads pages. One request per 100 pages.</summary>
    /// <returns>The pages in order, or null where one does not exist or has other bounds.</returns>
    public static async Task<IReadOnlyList<PositionPage>?> TryReadAsync(
        this Container container, string wallet, IReadOnlyList<PositionRange> pages, CancellationToken cancellationToken)
    {
        var all = new List<PositionPage>(pages.Count);
        foreach (var some in pages.Chunk(CosmosDefaults.BatchOperations))
        {
            using var response = await ExecuteAsync(container.CreateTransactionalBatch(new PartitionKey(wallet)), some, cancellationToken);
            if (response is null || PagesOf(response, 0, some) is not { } read)
            {
                return null;
            }

            all.AddRange(read);
        }

        return all;
    }

    static async Task<TransactionalBatchResponse?> ExecuteAsync(TransactionalBatch batch, IReadOnlyList<PositionRange> pages, CancellationToken cancellationToken)
    {
        foreach (var page in pages)
        {
            batch.ReadItem(WalletDocumentIds.Page(page.From));
        }

        var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            return response.StatusCode == HttpStatusCode.NotFound && (response.Count == 1 || !response.IsRejectedWhole()) ? null : throw StoreCalls.FailureOf(response);
        }
    }

    static List<PositionPage>? PagesOf(TransactionalBatchResponse response, int first, IReadOnlyList<PositionRange> ranges)
    {
        var pages = new List<PositionPage>(ranges.Count);
        for (var i = 0; i < ranges.Count; i++)
        {
            var read = response.GetOperationResultAtIndex<PageDocument>(first + i);
            if (read.Resource.To != ranges[i].To)
            {
                return null;
            }

            pages.Add(PageMapper.ToPage(read.Resource, ranges[i].From, read.ETag));
        }

        return pages;
    }
}
