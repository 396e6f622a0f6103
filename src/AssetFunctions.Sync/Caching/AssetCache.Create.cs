using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

public sealed partial class AssetCache
{
    /// <summary>Finds an asset or creates it.</summary>
    public async Task<AssetWrite> FindOrCreateAsync(Asset candidate, CancellationToken cancellationToken) =>
        (await FindOrCreateManyAsync([candidate], cancellationToken))[0];

    /// <summary>
    /// Finds or creates assets: one pass through memory, one through the shared cache, one registry read for the rest, then batches of
    /// <see cref="CacheOptions.CreateBatchSize"/> per network for the missing ones.
    /// </summary>
    /// <param name="candidates">Assets as they would be created; keys are distinct.</param>
    /// <returns>One result per candidate in the order given: <see cref="AssetWriteStatus.Created"/> by this call,
    /// <see cref="AssetWriteStatus.Found"/>, or <see cref="AssetWriteStatus.Refused"/>. Never an asset that is not stored.</returns>
    public async Task<IReadOnlyList<AssetWrite>> FindOrCreateManyAsync(IReadOnlyList<Asset> candidates, CancellationToken cancellationToken)
    {
        var known = await GetManyAsync([.. candidates.Select(candidate => candidate.Key)], cancellationToken);
        var missing = candidates.Where(candidate => !known.ContainsKey(candidate.Key)).ToList();
        var created = new Dictionary<AssetKey, AssetWrite>(missing.Count);
        if (missing.Count > 0)
        {
            var mine = new HashSet<AssetKey>();
            await ShareAsync(_creations, missing, candidate => candidate.Key, CreateOwnAsync, Collect, cancellationToken);

            async Task CreateOwnAsync(IReadOnlyList<Asset> own)
            {
                mine.UnionWith(own.Select(asset => asset.Key));
                await EachNetworkAsync(_registryCreations, own.Where(asset => !CompleteIfCached(asset.Key)), asset => asset.Key, cancellationToken);
            }

            void Collect(AssetKey key, AssetWrite write)
            {
                // Only the caller that created the asset sees Created; all others see Found.
                var isMine = mine.Contains(key) || write.Status != AssetWriteStatus.Created;
                created[key] = isMine ? write : write with { Status = AssetWriteStatus.Found };
            }
        }

        return [.. candidates.Select(candidate =>
            known.TryGetValue(candidate.Key, out var asset)
                ? new AssetWrite(candidate.Key, AssetWriteStatus.Found, asset)
                : created[candidate.Key])];
    }

    // Another caller may have created the asset between lookup and claim; it is in memory before that flight completes.
    bool CompleteIfCached(AssetKey key)
    {
        if (!TryGetCached(key, out var asset) || asset is null)
        {
            return false;
        }

        _creations.Complete(key, new AssetWrite(key, AssetWriteStatus.Found, asset));
        return true;
    }

    async Task CreateAsync(string network, IReadOnlyList<Asset> batch, CancellationToken cancellationToken)
    {
        var writes = await _registry.CreateAsync(network, batch, cancellationToken);
        foreach (var write in writes)
        {
            if (write.Asset is not null)
            {
                Set(write.Key, write.Asset);
            }

            _creations.Complete(write.Key, write);
        }

        await _shared.WriteAsync([.. writes.Select(write => write.Asset).OfType<Asset>()], cancellationToken);
    }

    static Task EachNetworkAsync<T>(BatchLanes<T> lanes, IEnumerable<T> items, Func<T, AssetKey> keyOf, CancellationToken cancellationToken) =>
        Task.WhenAll(items
            .GroupBy(item => keyOf(item).Network, StringComparer.Ordinal)
            .Select(network => lanes.RunAsync(network.Key, [.. network], cancellationToken)));
}
