using System.Net;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Registry;

sealed partial class CosmosAssetRegistry
{
    public async Task<IReadOnlyList<AssetWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken)
    {
        RequireBatch(network, [.. updates.Select(update => update.Key)], nameof(updates));
        if (updates.Any(update => update is { IsRenewal: true, HeldAt: null }))
        {
            throw new ArgumentException("An update must change the price or the facts, or renew when the asset was held.", nameof(updates));
        }

        var results = new Dictionary<AssetKey, AssetWrite>(updates.Count);
        foreach (var update in updates.Where(update => RefusalOf(update.Key) is not null))
        {
            results[update.Key] = new AssetWrite(update.Key, AssetWriteStatus.Missing, null);
        }

        var pending = updates.Where(update => !results.ContainsKey(update.Key)).ToList();
        if (pending.Count > 0)
        {
            await calls.RunAsync(
                $"updating {pending.Count} assets of {network}",
                async token =>
                {
                    await UpdateAllAsync(network, pending, threshold, results, token);
                    return true;
                },
                cancellationToken);
        }

        return [.. updates.Select(update => results[update.Key])];
    }

    async Task UpdateAllAsync(
        string network, List<AssetUpdate> pending, TimeSpan threshold, Dictionary<AssetKey, AssetWrite> results, CancellationToken cancellationToken)
    {
        for (var idleRounds = 0; pending.Count > 0 && idleRounds < CosmosDefaults.MaxIdleRounds;)
        {
            using var response = await UpdateBatchAsync(network, pending, threshold, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var stored = Enumerable.Range(0, pending.Count).Select(i => response.GetOperationResultAtIndex<AssetDocument>(i)).ToList();
                foreach (var (update, result) in pending.Zip(stored))
                {
                    results[update.Key] = new AssetWrite(update.Key, AssetWriteStatus.Updated, AssetMapper.ToAsset(result.Resource));
                }

                if (layout == WriteLayout.Pages && pending.Exists(update => update.HeldAt is not null))
                {
                    await pages.EnsureHeadAsync(network, cancellationToken);
                }

                await history.ArchiveAsync(network, stored.Select(result => (result.Resource, result.ETag)), cancellationToken);
                return;
            }

            if (response.StatusCode is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound))
            {
                throw StoreCalls.FailureOf(response);
            }

            // The batch reports only the first update that failed; one query checks all of them.
            var before = pending.Count;
            var current = await StoredAsync(network, pending.Select(update => update.Key), cancellationToken);
            foreach (var update in pending)
            {
                var asset = current.GetValueOrDefault(update.Key);
                if (asset is null)
                {
                    results[update.Key] = new AssetWrite(update.Key, AssetWriteStatus.Missing, null);
                }
                else if (!IsDue(asset, update, threshold))
                {
                    results[update.Key] = new AssetWrite(update.Key, AssetWriteStatus.Fresh, asset);
                }
            }

            pending.RemoveAll(update => results.ContainsKey(update.Key));
            idleRounds = pending.Count < before ? 0 : idleRounds + 1;
        }

        if (pending.Count > 0)
        {
            throw new TransientStoreException($"Assets of {network} are being changed concurrently.");
        }
    }

    async Task<TransactionalBatchResponse> UpdateBatchAsync(
        string network, List<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(network));
        var now = UtcTextConverter.TextOf(clock.GetUtcNow());
        foreach (var update in updates)
        {
            // The caller keeps the returned asset, and only the patched document has all of its members.
            var options = new TransactionalBatchPatchItemRequestOptions
            {
                EnableContentResponseOnWrite = true,
                FilterPredicate = DueCondition(update, threshold),
            };
            batch.PatchItem(DocumentId.Encode(update.Key.ContractAddress), [.. Operations(update, now)], options);
        }

        return await batch.ExecuteAsync(cancellationToken);
    }

    static IEnumerable<PatchOperation> Operations(AssetUpdate update, string now)
    {
        if (!update.IsRenewal)
        {
            yield return PatchOperation.Set("/updatedAt", now);
        }

        // A patch has at most ten operations. If price and facts need them all, the next price brings these two.
        var hasRoom = update.Price is null || update.Facts is null;
        if (hasRoom && update.HeldAt is { } heldAt)
        {
            yield return PatchOperation.Set("/heldAt", UtcTextConverter.TextOf(heldAt));
        }

        if (hasRoom && update.GroupId is { } groupId)
        {
            yield return PatchOperation.Set("/groupId", groupId);
        }

        if (update.Price is { } price)
        {
            yield return PatchOperation.Set("/price", AssetMapper.ToDocument(price));
            if (PricePointDocument.Of(price) is { } point)
            {
                yield return PatchOperation.Add("/recent/-", point);
            }
        }

        foreach (var operation in update.Facts is { } facts ? Operations(facts) : [])
        {
            yield return operation;
        }
    }

    // Facts that the provider does not state stay as stored, see AssetFacts.UpdatedBy.
    static IEnumerable<PatchOperation> Operations(AssetFacts reported)
    {
        yield return PatchOperation.Set("/decimals", reported.Decimals);
        if (reported.Symbol.Length > 0)
        {
            yield return PatchOperation.Set("/symbol", reported.Symbol);
            yield return PatchOperation.Set("/symbolKey", SearchKey.Of(reported.Symbol));
        }

        if (reported.Name.Length > 0)
        {
            yield return PatchOperation.Set("/name", reported.Name);
            yield return PatchOperation.Set("/nameKey", SearchKey.Of(reported.Name));
        }

        if (reported.IconUrl is { } iconUrl)
        {
            yield return PatchOperation.Set("/iconUrl", iconUrl);
        }

        if (reported.Verified is { } verified)
        {
            yield return PatchOperation.Set("/verified", verified);
        }
    }

    // Throttling and monotonic time in one condition: the stored price must have been observed a threshold before the new one. A suspect price
    // contains the stored one, which must therefore still be the one that was read.
    static string? DueCondition(AssetUpdate update, TimeSpan threshold) => update switch
    {
        { Price: { Suspect: not null } price } =>
            $"FROM c WHERE c.price.asOf = {SqlLiteral.TextOf(price.AsOf)} AND c.price.observedMs <= {SqlLiteral.Of(price.ObservedAt - threshold)}",
        { Price: { } price } => $"FROM c WHERE NOT IS_DEFINED(c.price) OR c.price.observedMs <= {SqlLiteral.Of(price.ObservedAt - threshold)}",
        { IsRenewal: true, HeldAt: { } heldAt } =>
            $"FROM c WHERE NOT IS_DEFINED(c.heldAt) OR c.heldAt <= {SqlLiteral.TextOf(heldAt - RegistryDefaults.HeldRenewal)}",
        _ => null,
    };

    static bool IsDue(Asset stored, AssetUpdate update, TimeSpan threshold) => update switch
    {
        { Price: { } price } => IsDue(stored.Price, price, threshold),
        { IsRenewal: true, HeldAt: { } heldAt } => stored.IsHeldAtDue(heldAt),
        _ => true,
    };

    /// <summary>Whether a price may be stored in place of the stored one.</summary>
    internal static bool IsDue(AssetPrice? stored, AssetPrice price, TimeSpan threshold) => price.Suspect is not null
        ? stored?.AsOf == price.AsOf && IsOlder(stored, price, threshold)
        : stored is null || IsOlder(stored, price, threshold);

    static bool IsOlder(AssetPrice stored, AssetPrice price, TimeSpan threshold) =>
        stored.ObservedAt.ToUnixTimeMilliseconds() <= (price.ObservedAt - threshold).ToUnixTimeMilliseconds();
}
