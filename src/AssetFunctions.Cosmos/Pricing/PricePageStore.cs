using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>
/// Reads and writes price pages in container <see cref="ContainerDefinitions.Registry"/>. Pages are written under their ETags; a page splits, and the
/// directory learns of it, in one batch, so no reader sees half of it. Directories are remembered: one that is outdated names a page that is gone.
/// </summary>
sealed partial class PricePageStore(Container container, TimeProvider clock)
{
    const string HeadType = "pricesHead";

    static readonly TransactionalBatchItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };

    /// <summary>Reads pages. One request for up to <see cref="CosmosDefaults.PricePagesPerRead"/>.</summary>
    /// <returns>The pages in the order of their prefixes, or null when one of them is gone.</returns>
    public async Task<IReadOnlyList<PricePage>?> ReadAsync(string network, IEnumerable<string> prefixes, CancellationToken cancellationToken)
    {
        var pages = new List<PricePage>();
        foreach (var slice in prefixes.Chunk(CosmosDefaults.PricePagesPerRead))
        {
            var batch = container.CreateTransactionalBatch(new PartitionKey(network));
            foreach (var prefix in slice)
            {
                batch.ReadItem(PricePrefix.PageId(prefix));
            }

            using var response = await batch.ExecuteAsync(cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw StoreCalls.FailureOf(response);
            }

            for (var i = 0; i < slice.Length; i++)
            {
                var result = response.GetOperationResultAtIndex<PricePageDocument>(i);
                pages.Add(PricePage.Read(result.Resource, result.ETag));
            }
        }

        return pages;
    }

    /// <summary>Reads the pages of some addresses, by address.</summary>
    /// <returns>Nothing when the network has no pages.</returns>
    public async Task<(PriceHead Head, IReadOnlyList<PricePage> Pages)> ReadOfAsync(
        string network, IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        var head = Remembered(network) ?? await ReadHeadAsync(network, cancellationToken);
        for (var attempt = 0; attempt < CosmosDefaults.MaxIdleRounds; attempt++)
        {
            if (head.Pages.Count == 0)
            {
                return (head, []);
            }

            var prefixes = addresses.Select(head.PageOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            if (await ReadAsync(network, prefixes, cancellationToken) is { } pages)
            {
                return (head, pages);
            }

            head = await ReadHeadAsync(network, cancellationToken);
        }

        throw new TransientStoreException($"Pages of prices of {network} are being split.");
    }

    /// <summary>Gives assets their current prices: the later one of document and page. One request per network, and one more for its directory.</summary>
    public async Task<IReadOnlyList<Asset>> WithCurrentPricesAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        var networks = assets.GroupBy(asset => asset.Key.Network, StringComparer.Ordinal).Select(async network =>
        {
            var (_, pages) = await ReadOfAsync(network.Key, [.. network.Select(asset => asset.Key.ContractAddress)], cancellationToken);
            return (network.Key, Pages: pages);
        });
        var prices = (await Task.WhenAll(networks))
            .SelectMany(network => network.Pages.SelectMany(page => page.Rows).Select(row => (Key: new AssetKey(network.Key, row.Key), row.Value)))
            .ToDictionary(row => row.Key, row => PriceRows.PriceOf(row.Value));
        return prices.Count == 0
            ? assets
            : [.. assets.Select(asset => asset with { Price = AssetPrice.Later(asset.Price, prices.GetValueOrDefault(asset.Key)) })];
    }

    /// <summary>Writes changed pages, the hours they finish and the directory in one batch.</summary>
    /// <param name="head">The directory as read; only a batch that changes it depends on it.</param>
    /// <param name="takenOver">New value of <see cref="PriceHead.TakenOver"/>; an earlier one changes nothing.</param>
    /// <returns>False when another writer was first; then nothing is written.</returns>
    public async Task<bool> TryWriteAsync(PriceHead head, IEnumerable<PricePage> pages, long takenOver, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(head.Network));
        var prefixes = new SortedSet<string>(head.Pages, StringComparer.Ordinal);
        foreach (var page in pages)
        {
            Add(batch, page, prefixes);
        }

        var after = head with { Pages = [.. prefixes], TakenOver = Math.Max(head.TakenOver, takenOver) };
        var isHeadChanged = after.TakenOver != head.TakenOver || !prefixes.SetEquals(head.Pages);
        if (isHeadChanged)
        {
            AddHead(batch, after);
        }

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            if (isHeadChanged)
            {
                _heads.TryRemove(head.Network, out _);
            }

            return false;
        }

        if (!response.IsSuccessStatusCode)
        {
            throw StoreCalls.FailureOf(response);
        }

        if (isHeadChanged)
        {
            _heads[head.Network] = (after with { Version = response[response.Count - 1].ETag }, clock.GetUtcNow());
        }

        return true;
    }

    static void Add(TransactionalBatch batch, PricePage page, SortedSet<string> prefixes)
    {
        var id = PricePrefix.PageId(page.Prefix);
        var asRead = new TransactionalBatchItemRequestOptions { IfMatchEtag = page.Version, EnableContentResponseOnWrite = false };
        var documents = page.Documents();
        if (documents.Count > 1)
        {
            prefixes.Remove(page.Prefix);
            if (page.Version is not null)
            {
                batch.DeleteItem(id, asRead);
            }
        }

        foreach (var (prefix, body) in documents)
        {
            prefixes.Add(prefix);
            if (prefix == page.Prefix && page.Version is not null)
            {
                batch.ReplaceItemStream(id, new MemoryStream(body), asRead);
            }
            else
            {
                batch.CreateItemStream(new MemoryStream(body), NoContent);
            }
        }

        if (page.FinishedHour is { } hour)
        {
            batch.UpsertItemStream(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(hour, CosmosJson.Default.PriceHourDocument)), NoContent);
        }
    }

    static void AddHead(TransactionalBatch batch, PriceHead head)
    {
        var document = NewHead(head.Network) with { Pages = head.Pages, TakenOver = head.TakenOver };
        var content = new MemoryStream(Serialize(document));
        if (head.Version is null)
        {
            batch.CreateItemStream(content, NoContent);
        }
        else
        {
            batch.ReplaceItemStream(
                PricePrefix.HeadId, content, new TransactionalBatchItemRequestOptions { IfMatchEtag = head.Version, EnableContentResponseOnWrite = false });
        }
    }
}
