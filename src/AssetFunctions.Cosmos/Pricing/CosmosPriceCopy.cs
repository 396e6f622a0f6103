using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>Copies prices from pages to documents of assets in container <see cref="ContainerDefinitions.Registry"/>.</summary>
sealed partial class CosmosPriceCopy(Container container, PricePageStore store, StoreCalls calls, TimeProvider clock, ILogger<CosmosPriceCopy> logger) : IPriceCopy
{
    public async Task<CopiedPage?> CopyNextAsync(PricePageKey? after, CancellationToken cancellationToken)
    {
        if (await calls.RunAsync("reading the next page of prices", token => FindNextAsync(after, token), cancellationToken) is not { } next)
        {
            return null;
        }

        var (network, page) = next;
        var (copied, missing) = (0, 0);
        foreach (var rows in page.Rows.Chunk(CosmosDefaults.BatchOperations))
        {
            var counts = await calls.RunAsync($"copying prices of {network} to documents", token => CopyAsync(network, rows, token), cancellationToken);
            (copied, missing) = (copied + counts.Copied, missing + counts.Missing);
        }

        if (missing + page.Unreadable > 0)
        {
            Log.NotCopied(logger, network, page.Prefix, page.Unreadable, missing);
        }

        return new CopiedPage(new PricePageKey(network, page.Prefix), copied, page.Rows.Count - copied - missing, missing + page.Unreadable);
    }

    async Task<(string Network, PricePage Page)?> FindNextAsync(PricePageKey? after, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < CosmosDefaults.MaxIdleRounds; attempt++)
        {
            var next = (await store.ListHeadsAsync(cancellationToken))
                .OrderBy(head => head.Network, StringComparer.Ordinal)
                .SelectMany(head => head.Pages, (head, prefix) => new PricePageKey(head.Network, prefix))
                .FirstOrDefault(page => after is null || IsBehind(after, page));
            if (next is null)
            {
                return null;
            }

            if (await store.ReadAsync(next.Network, [next.Page], cancellationToken) is [var page])
            {
                return (next.Network, page);
            }
        }

        throw new TransientStoreException("Pages of prices are being split.");
    }

    // One that the page before has split into was copied with it.
    static bool IsBehind(PricePageKey done, PricePageKey page) => string.CompareOrdinal(page.Network, done.Network) switch
    {
        0 => string.CompareOrdinal(page.Page, done.Page) > 0 && !PricePrefix.Covers(done.Page, page.Page),
        var order => order > 0,
    };

    async Task<(int Copied, int Missing)> CopyAsync(string network, KeyValuePair<string, PriceRowDocument>[] rows, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < CosmosDefaults.MaxIdleRounds; attempt++)
        {
            var found = await container.FindManyAsync<JsonElement>(rows.Select(row => DocumentId.Encode(row.Key)), new PartitionKey(network), cancellationToken);

            // An id may be a hash, so the address decides which asset a document is.
            var documents = found.ToDictionary(document => document.GetProperty("contractAddress").GetString()!, StringComparer.Ordinal);
            var batch = container.CreateTransactionalBatch(new PartitionKey(network));
            var (copied, missing) = (0, 0);
            foreach (var (address, row) in rows)
            {
                if (!documents.TryGetValue(address, out var document))
                {
                    missing++;
                }
                else if (ChangesOf(document, row) is { Count: > 0 } changes)
                {
                    var options = new TransactionalBatchPatchItemRequestOptions
                    {
                        IfMatchEtag = document.GetProperty("_etag").GetString(), EnableContentResponseOnWrite = false,
                    };
                    batch.PatchItem(DocumentId.Encode(address), changes, options);
                    copied++;
                }
            }

            if (copied == 0 || await TryWriteAsync(batch, cancellationToken))
            {
                return (copied, missing);
            }
        }

        throw new TransientStoreException($"Assets of {network} are being changed concurrently.");
    }

    List<PatchOperation> ChangesOf(JsonElement document, PriceRowDocument row)
    {
        var stored = AssetMapper.ToAsset(document.Deserialize(CosmosJson.Default.AssetDocument)!);
        var changes = new List<PatchOperation>();
        if (AssetPrice.Later(stored.Price, PriceRows.PriceOf(row)) is { } price && price != stored.Price)
        {
            changes.Add(PatchOperation.Set("/price", AssetMapper.ToDocument(price)));
            changes.Add(PatchOperation.Set("/updatedAt", UtcTextConverter.TextOf(clock.GetUtcNow())));
        }

        if (stored.HeldAt is not { } heldAt || PricePage.DayOf(heldAt) < row.HeldDay)
        {
            changes.Add(PatchOperation.Set("/heldAt", UtcTextConverter.TextOf(new(row.HeldDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))));
        }

        return changes;
    }

    /// <returns>False when a document has changed since it was read; then nothing is written.</returns>
    static async Task<bool> TryWriteAsync(TransactionalBatch batch, CancellationToken cancellationToken)
    {
        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.IsSuccessStatusCode
            || (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound ? false : throw StoreCalls.FailureOf(response));
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Prices of {Network} in page '{Prefix}' were not copied to documents: {Unreadable} unreadable, {Missing} of assets without a document.")]
        public static partial void NotCopied(ILogger logger, string network, string prefix, int unreadable, int missing);
    }
}
