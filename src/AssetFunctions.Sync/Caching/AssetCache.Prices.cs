using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Sync.Caching;

public sealed partial class AssetCache
{
    /// <summary>
    /// Updates the prices that are old enough: first those in pages of prices, then the others in batches of
    /// <see cref="CacheOptions.PriceBatchSize"/> per network. Cached copies only save requests; the store decides whether a price is written. Stored
    /// prices go to the shared cache, where other instances find them before writing their own.
    /// </summary>
    /// <param name="observations">At most one per asset.</param>
    /// <returns>One result per observation in the order given: <see cref="AssetWriteStatus.Updated"/>, <see cref="AssetWriteStatus.Fresh"/>,
    /// <see cref="AssetWriteStatus.Found"/> where there was nothing to write, or <see cref="AssetWriteStatus.Missing"/>.</returns>
    public async Task<IReadOnlyList<AssetWrite>> UpdatePricesAsync(
        IReadOnlyList<PriceObservation> observations, PriceRules rules, CancellationToken cancellationToken)
    {
        CountHeld(observations);
        var assets = await GetRegisteredAsync([.. observations.Select(observation => observation.Key)], cancellationToken);
        var results = new Dictionary<AssetKey, AssetWrite>(observations.Count);
        var due = new List<PriceObservation>();
        foreach (var observation in observations)
        {
            if (!assets.TryGetValue(observation.Key, out var asset))
            {
                results[observation.Key] = new AssetWrite(observation.Key, AssetWriteStatus.Missing, null);
            }
            else if (Decide(rules, asset, observation) is { Update: null } decision)
            {
                results[observation.Key] = new AssetWrite(observation.Key, decision.Otherwise, asset);
            }
            else
            {
                due.Add(observation);
            }
        }

        if (due.Count > 0)
        {
            var mine = new HashSet<AssetKey>();
            var renewals = new Dictionary<AssetKey, AssetWriteStatus>();
            await ShareAsync(_updates, due, observation => observation.Key, UpdateOwnAsync, Collect, cancellationToken);

            async Task UpdateOwnAsync(IReadOnlyList<PriceObservation> own)
            {
                mine.UnionWith(own.Select(observation => observation.Key));
                await CatchUpAsync([.. own.Select(observation => observation.Key)], cancellationToken);
                var updates = DecideAgain(own, assets, rules, renewals);
                await EachNetworkAsync(
                    _registryUpdates,
                    (await WritePagesAsync(updates, rules.Threshold, renewals, cancellationToken)).Select(update => (Update: update, rules.Threshold)),
                    entry => entry.Update.Key,
                    cancellationToken);
            }

            void Collect(AssetKey key, AssetWrite write)
            {
                // To the caller, renewing HeldAt is not a price update.
                results[key] = write.Status != AssetWriteStatus.Updated ? write
                    : renewals.TryGetValue(key, out var otherwise) ? write with { Status = otherwise }
                    : mine.Contains(key) ? write
                    : write with { Status = AssetWriteStatus.Fresh };
            }
        }

        return [.. observations.Select(observation => results[observation.Key])];
    }

    void CountHeld(IEnumerable<PriceObservation> observations)
    {
        if (_shared.IsAcrossProcesses)
        {
            foreach (var observation in observations.Where(observation => observation.IsHeld))
            {
                _held.Add(observation.Key);
            }
        }
    }

    // Negative entries may be outdated here: a priced asset has been created, possibly by another instance.
    async Task<IReadOnlyDictionary<AssetKey, Asset>> GetRegisteredAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        var now = _clock.Now;
        var negative = keys.Where(key => _memory.TryGet(key, now, isLookup: false, out var asset, out _) && asset is null).ToArray();
        var assets = await GetManyAsync(keys, cancellationToken);
        if (negative.Length == 0)
        {
            return assets;
        }

        var all = new Dictionary<AssetKey, Asset>(assets, _comparer);
        foreach (var (key, asset) in await LoadAsync(negative, isLookup: true, cancellationToken))
        {
            if (asset is not null)
            {
                all[key] = asset;
            }
        }

        return all;
    }

    // Another instance may have written the price since it was cached here.
    async Task CatchUpAsync(IReadOnlyList<AssetKey> keys, CancellationToken cancellationToken)
    {
        foreach (var (key, asset) in await _shared.ReadAsync(keys, cancellationToken))
        {
            Set(key, asset, isCopy: true);
        }
    }

    // Another caller may have written the price between decision and claim; it is in memory before that flight completes.
    List<AssetUpdate> DecideAgain(
        IReadOnlyList<PriceObservation> own, IReadOnlyDictionary<AssetKey, Asset> assets, PriceRules rules, Dictionary<AssetKey, AssetWriteStatus> renewals)
    {
        var updates = new List<AssetUpdate>(own.Count);
        foreach (var observation in own)
        {
            var asset = TryGetCached(observation.Key, out var current) && current is not null ? current : assets[observation.Key];
            var (update, otherwise) = Decide(rules, asset, observation);
            if (update is null)
            {
                _updates.Complete(observation.Key, new AssetWrite(observation.Key, otherwise, asset));
            }
            else
            {
                updates.Add(update with { Known = asset });
                if (update.IsRenewal)
                {
                    renewals.Add(update.Key, otherwise);
                }
            }
        }

        return updates;
    }

    // Prices in pages are settled there; what else their updates change is left for the assets' own documents.
    async Task<List<AssetUpdate>> WritePagesAsync(
        List<AssetUpdate> updates, TimeSpan threshold, Dictionary<AssetKey, AssetWriteStatus> renewals, CancellationToken cancellationToken)
    {
        if (_pages is null)
        {
            return updates;
        }

        var writes = new Dictionary<AssetKey, PriceWrite>();
        foreach (var network in updates.Where(update => update.Price is not null).GroupBy(update => update.Key.Network, StringComparer.Ordinal))
        {
            foreach (var write in await _pages.UpdateAsync(network.Key, [.. network], threshold, cancellationToken))
            {
                writes[write.Key] = write;
            }
        }

        await SetPricesAsync(writes.Values, cancellationToken);
        var others = new List<AssetUpdate>(updates.Count - writes.Count);
        foreach (var update in updates)
        {
            if (!writes.TryGetValue(update.Key, out var write))
            {
                others.Add(update);
                continue;
            }

            var asset = update.Known! with { Price = AssetPrice.Later(update.Known.Price, write.Price) };
            var rest = update with { Price = null, Known = asset };
            if (rest is { Facts: null, HeldAt: null })
            {
                _updates.Complete(update.Key, new AssetWrite(update.Key, write.Status, asset));
            }
            else
            {
                renewals[update.Key] = write.Status;
                others.Add(rest);
            }
        }

        return others;
    }

    // Changed facts are written with a due price, which saves a request, or at most once per threshold, so that two providers that disagree do not
    // overwrite each other on every sync. HeldAt is written with either, or alone once a day. A group is written along, never by itself.
    static (AssetUpdate? Update, AssetWriteStatus Otherwise) Decide(PriceRules rules, Asset asset, PriceObservation observation)
    {
        var price = rules.Decide(asset.Price, observation, asset.Facts.Verified);
        var facts = observation.Facts is { } reported && asset.Facts.AreChangedBy(reported) ? reported : null;
        var factsAreDue = facts is not null && observation.AsOf - asset.UpdatedAt >= rules.Threshold;
        var isDue = price.Write is not null || factsAreDue;
        DateTimeOffset? heldAt = observation.IsHeld && asset.IsHeldAtDue(observation.AsOf) ? observation.AsOf : null;
        return (
            isDue || heldAt is not null ? new AssetUpdate(observation.Key, price.Write, isDue ? facts : null, heldAt) { GroupId = NewGroup(asset, observation) } : null,
            price.IsFresh ? AssetWriteStatus.Fresh : AssetWriteStatus.Found);
    }

    static string? NewGroup(Asset asset, PriceObservation observation) =>
        observation.Facts?.GroupId is { } groupId && groupId != asset.Facts.GroupId ? groupId : null;

    async Task UpdateAsync(string network, IReadOnlyList<(AssetUpdate Update, TimeSpan Threshold)> batch, CancellationToken cancellationToken)
    {
        foreach (var group in batch.GroupBy(entry => entry.Threshold))
        {
            var writes = await _registry.UpdateAsync(network, [.. group.Select(entry => entry.Update)], group.Key, cancellationToken);
            var known = group.ToDictionary(entry => entry.Update.Key, entry => entry.Update.Known?.Price);
            writes = [.. writes.Select(write => write with
            {
                // The document of an asset whose price is in a page has an older one.
                Asset = write.Asset is { } asset ? asset with { Price = AssetPrice.Later(known[write.Key], asset.Price) } : null,
            })];
            foreach (var write in writes)
            {
                if (write.Asset is null)
                {
                    _memory.Remove(write.Key);
                }
                else
                {
                    Set(write.Key, write.Asset);
                }

                _updates.Complete(write.Key, write);
            }

            await _shared.RemoveAsync(
                [.. writes.Where(write => write.Status == AssetWriteStatus.Missing).Select(write => write.Key)], cancellationToken);
            await _shared.WriteAsync([.. writes.Select(write => write.Asset).OfType<Asset>()], cancellationToken);
        }
    }
}
