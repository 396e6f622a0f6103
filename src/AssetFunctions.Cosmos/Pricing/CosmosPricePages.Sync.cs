using AssetFunctions.Cosmos.Registry;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Cosmos.Pricing;

sealed partial class CosmosPricePages
{
    public async Task<IReadOnlyList<PriceWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken)
    {
        var results = new Dictionary<AssetKey, PriceWrite>();
        IReadOnlyList<AssetUpdate> pending = [.. updates.Where(update => CosmosAssetRegistry.RefusalOf(update.Key) is null)];
        for (var attempt = 0; attempt < CosmosDefaults.SyncPageAttempts && pending.Count > 0; attempt++)
        {
            var addresses = pending.Select(update => update.Key.ContractAddress).ToList();
            var (head, pages) = await calls.RunAsync(
                $"reading prices of {network}", token => store.ReadOfAsync(network, addresses, token), cancellationToken);
            var changed = pages.Where(page => Apply(page, pending, threshold, results)).ToList();
            pending = await WriteAsync(head, changed, pending, results, cancellationToken);
        }

        return [.. results.Values];
    }

    // One sync of many writes a page; the others find that it has.
    bool Apply(PricePage page, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, Dictionary<AssetKey, PriceWrite> results)
    {
        var now = clock.GetUtcNow();
        var isWritten = page.SyncedAt is { } syncedAt && now - syncedAt < threshold;
        page.Turn(now);
        var isDue = false;
        foreach (var update in updates.Where(update => page.Rows.ContainsKey(update.Key.ContractAddress)))
        {
            var stored = PriceRows.PriceOf(page.Rows[update.Key.ContractAddress]);
            var mayWrite = !isWritten && CosmosAssetRegistry.IsDue(stored, update.Price!, threshold);
            if (mayWrite)
            {
                page.Record(update.Key.ContractAddress, update.Price!);
            }

            isDue |= mayWrite;
            results[update.Key] = mayWrite
                ? new PriceWrite(update.Key, AssetWriteStatus.Updated, update.Price)
                : new PriceWrite(update.Key, AssetWriteStatus.Fresh, stored);
        }

        if (isDue)
        {
            page.MarkSynced(now);
        }

        return isDue;
    }

    /// <returns>The updates of pages that others changed first. Until they are tried again, their prices count as left to those.</returns>
    async Task<IReadOnlyList<AssetUpdate>> WriteAsync(
        PriceHead head, List<PricePage> changed, IReadOnlyList<AssetUpdate> updates, Dictionary<AssetKey, PriceWrite> results, CancellationToken cancellationToken)
    {
        var lost = new List<AssetUpdate>();
        var failures = new List<(TransientStoreException Failure, int Prices)>();
        foreach (var group in changed.Chunk(CosmosDefaults.ParallelPricePages))
        {
            await Task.WhenAll(group.Select(WriteOneAsync));
        }

        if (failures.Count > 0)
        {
            Log.Left(logger, failures[0].Failure, failures.Sum(failure => failure.Prices), head.Network, failures.Count);
        }

        return lost;

        async Task WriteOneAsync(PricePage page)
        {
            TransientStoreException? failure = null;
            try
            {
                if (await calls.RunAsync($"storing prices of {head.Network}", token => store.TryWriteAsync(head, [page], takenOver: 0, token), cancellationToken))
                {
                    return;
                }
            }
            catch (TransientStoreException ex)
            {
                failure = ex;
            }

            lock (lost)
            {
                List<AssetUpdate> unwritten = [.. updates.Where(update =>
                    results.GetValueOrDefault(update.Key)?.Status == AssetWriteStatus.Updated
                    && PricePrefix.Covers(page.Prefix, PricePrefix.HashOf(update.Key.ContractAddress)))];
                foreach (var update in unwritten)
                {
                    results[update.Key] = new PriceWrite(update.Key, AssetWriteStatus.Fresh, update.Known?.Price);
                }

                if (failure is null)
                {
                    lost.AddRange(unwritten);
                }
                else
                {
                    failures.Add((failure, unwritten.Count));
                }
            }
        }
    }
}
