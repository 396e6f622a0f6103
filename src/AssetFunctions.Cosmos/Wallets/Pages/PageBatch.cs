using System.Text.Json;
using AssetFunctions.Cosmos.Documents;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets.Pages;

/// <summary>The writes of a plan in a transactional batch. Each page is written or removed only as it was read.</summary>
static class PageBatch
{
    // The state, the run record, the closing value of a day and its hours.
    const int OtherOperations = 4;

    /// <summary>Whether all writes fit into one batch.</summary>
    public static bool Fits(PagePlan plan, string wallet) =>
        plan.Writes.Count + OtherOperations <= CosmosDefaults.BatchOperations && plan.Writes.Sum(page => (long)BytesOf(wallet, page).Length) <= CosmosDefaults.BatchBytes;

    /// <returns>Number of operations.</returns>
    public static int Add(TransactionalBatch batch, PagePlan plan, string wallet)
    {
        var operations = 0;
        foreach (var page in plan.Writes)
        {
            var content = new MemoryStream(BytesOf(wallet, page));
            if (plan.Replaced.TryGetValue(page.Range.From, out var stored))
            {
                batch.ReplaceItemStream(WalletDocumentIds.Page(page.Range.From), content, AsRead(stored));
            }
            else
            {
                // The guard makes sure that no other commit stores it; one that no state lists is replaced.
                batch.UpsertItemStream(content, new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false });
            }

            operations++;
        }

        foreach (var (from, stored) in plan.Replaced.Where(entry => !plan.Writes.Any(page => page.Range.From == entry.Key)))
        {
            batch.DeleteItem(WalletDocumentIds.Page(from), AsRead(stored));
            operations++;
        }

        return operations;
    }

    static TransactionalBatchItemRequestOptions AsRead(PositionPage stored) => new() { IfMatchEtag = stored.Version, EnableContentResponseOnWrite = false };

    static byte[] BytesOf(string wallet, PositionPage page) =>
        JsonSerializer.SerializeToUtf8Bytes(PageMapper.ToDocument(wallet, page), CosmosJson.Default.PageDocument);
}
