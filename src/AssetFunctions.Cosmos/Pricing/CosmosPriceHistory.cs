using System.Globalization;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>
/// Price history without a request per price. The hour of a price in a page is in its row; finished hours are beside the page, and those of a finished
/// day become one segment per asset in container <see cref="ContainerDefinitions.Prices"/>. Of an asset in no page, the newest points are in its own
/// document, added by the patch that stores the price. Once there are <see cref="CosmosDefaults.RecentPrices"/>, they move to that container too, a
/// batch of assets in one bulk request. A move that fails halfway loses nothing: the points stay and move with the next one.
/// </summary>
/// <param name="registry">Container of the newest points.</param>
/// <param name="pages">The pages of prices in it.</param>
/// <param name="prices">Container of the older ones.</param>
/// <param name="bulk">The same container, with the client that groups point writes.</param>
sealed partial class CosmosPriceHistory(
    Container registry, PricePageStore pages, Container prices, Container bulk, StoreCalls calls, ILogger<CosmosPriceHistory> logger) : IPriceHistory
{
    public Task<IReadOnlyList<PricePoint>> ReadAsync(AssetKey asset, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading the prices of {asset}", token => ReadCoreAsync(asset, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), token), cancellationToken);

    /// <summary>Moves the recent points of assets that have enough of them. Transient failures are logged, and the next update moves the points.</summary>
    /// <param name="network">Partition of all <paramref name="assets"/>.</param>
    /// <param name="assets">Assets as stored, with their versions (ETags).</param>
    public async Task ArchiveAsync(string network, IEnumerable<(AssetDocument Asset, string Version)> assets, CancellationToken cancellationToken)
    {
        var due = assets.Where(entry => entry.Asset.Recent.Count >= CosmosDefaults.RecentPrices).ToList();
        if (due.Count == 0)
        {
            return;
        }

        try
        {
            await calls.RunAsync(
                $"moving prices of {due.Count} assets of {network}",
                async token =>
                {
                    await StoreAsync(due.Select(entry => Segment(entry.Asset)), token);
                    await DropAsync(network, due, token);
                    return true;
                },
                cancellationToken);
        }
        catch (TransientStoreException ex)
        {
            Log.NotMoved(logger, ex, network, due.Count);
        }
    }

    async Task<IReadOnlyList<PricePoint>> ReadCoreAsync(AssetKey asset, long from, long to, CancellationToken cancellationToken)
    {
        // Read before the segments, so that points being moved appear at least once.
        var id = DocumentId.Encode(asset.ContractAddress);
        var current = await registry.FindAsync(id, new PartitionKey(asset.Network), CosmosJson.Default.AssetDocument, cancellationToken);
        var hours = await ReadHoursAsync(asset, DateTimeOffset.FromUnixTimeMilliseconds(to), cancellationToken);
        var query = new QueryDefinition("SELECT * FROM c WHERE c.toMs >= @from AND c.fromMs < @to").WithParameter("@from", from).WithParameter("@to", to);
        var segments = await prices.QueryPagesAsync<PriceSegmentDocument>(query, new PartitionKey(Partition(asset.Network, id)), cancellationToken);
        return [.. segments.SelectMany(page => page)
            .SelectMany(segment => segment.AllPoints())
            .Concat(current?.Recent ?? [])
            .Concat(hours)
            .Where(point => point.AsOfMs >= from && point.AsOfMs < to)
            .DistinctBy(point => point.AsOfMs)
            .OrderBy(point => point.AsOfMs)
            .Select(point => point.ToPoint())];
    }

    async Task StoreAsync(IEnumerable<PriceSegmentDocument> segments, CancellationToken cancellationToken)
    {
        var writes = segments.Select(async segment =>
        {
            var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(segment, CosmosJson.Default.PriceSegmentDocument));
            using var response = await bulk.UpsertItemStreamAsync(content, new PartitionKey(segment.Asset), cancellationToken: cancellationToken);
            response.EnsureSuccessStatusCode();
        });
        await Task.WhenAll(writes);
    }

    async Task DropAsync(string network, IEnumerable<(AssetDocument Asset, string Version)> stored, CancellationToken cancellationToken)
    {
        foreach (var slice in stored.Chunk(CosmosDefaults.BatchOperations))
        {
            var batch = registry.CreateTransactionalBatch(new PartitionKey(network));
            foreach (var (asset, version) in slice)
            {
                // Only if nothing was appended since.
                var options = new TransactionalBatchPatchItemRequestOptions { IfMatchEtag = version, EnableContentResponseOnWrite = false };
                batch.PatchItem(asset.Id, [PatchOperation.Set<IReadOnlyList<PricePointDocument>>("/recent", [])], options);
            }

            using var response = await batch.ExecuteAsync(cancellationToken);
            if (response.StatusCode is not (System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.PreconditionFailed))
            {
                throw StoreCalls.FailureOf(response);
            }
        }
    }

    static PriceSegmentDocument Segment(AssetDocument asset) => new()
    {
        Id = asset.Recent[0].AsOfMs.ToString(CultureInfo.InvariantCulture),
        Asset = Partition(asset.Network, asset.Id),
        FromMs = asset.Recent[0].AsOfMs,
        ToMs = asset.Recent[^1].AsOfMs,
        Points = asset.Recent,
    };

    static string Partition(string network, string id) => $"{network}:{id}";

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Prices of {Count} assets of {Network} were not moved to the price history; the next update moves them.")]
        public static partial void NotMoved(ILogger logger, Exception failure, string network, int count);

        [LoggerMessage(LogLevel.Warning, "Prices of {Network} on {Day} were not moved to the price history; the next refresh moves them.")]
        public static partial void NotFolded(ILogger logger, Exception failure, string network, DateOnly day);
    }
}
