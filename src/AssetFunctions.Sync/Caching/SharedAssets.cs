using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Second cache level: assets in the shared cache. A failure of that cache is counted and treated as a miss; it never leaves this class.
/// </summary>
/// <param name="cache">The shared cache, or null for none.</param>
sealed partial class SharedAssets(ISharedCache? cache, TimeSpan timeToLive, TimeProvider clock)
{
    static readonly IReadOnlyDictionary<AssetKey, Asset> None = new Dictionary<AssetKey, Asset>();

    long _timeouts;
    long _failures;
    long _rejections;
    long _corrupt;

    public SharedCacheFailures Failures => new(
        Interlocked.Read(ref _timeouts), Interlocked.Read(ref _failures), Interlocked.Read(ref _rejections), Interlocked.Read(ref _corrupt));

    /// <summary>Whether other processes find what this one stores.</summary>
    public bool IsAcrossProcesses => cache?.IsAcrossProcesses == true;

    /// <summary>Reads the list of assets that are kept in the shared cache, or null where there is none.</summary>
    /// <exception cref="SharedCacheException">The shared cache failed, which was counted.</exception>
    public async Task<WarmList?> ReadListAsync(CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return null;
        }

        try
        {
            return (await cache.GetManyAsync([WarmList.Key], cancellationToken))[0] is { } payload ? WarmList.Read(payload) : null;
        }
        catch (SharedCacheException ex)
        {
            Count(ex.Failure);
            throw;
        }
    }

    public Task WriteListAsync(WarmList list, CancellationToken cancellationToken) => StoreAsync([list.ToEntry()], cancellationToken);

    /// <summary>Reads the assets that the shared cache has; the others are absent from the result.</summary>
    public async Task<IReadOnlyDictionary<AssetKey, Asset>> ReadAsync(IReadOnlyList<AssetKey> keys, CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return None;
        }

        try
        {
            var payloads = await cache.GetManyAsync([.. keys.Select(AssetPayload.KeyOf)], cancellationToken);
            var assets = new Dictionary<AssetKey, Asset>(keys.Count);
            for (var i = 0; i < keys.Count; i++)
            {
                if (payloads[i] is not { } payload)
                {
                    continue;
                }

                if (AssetPayload.Read(keys[i], payload) is { } asset)
                {
                    assets[keys[i]] = asset;
                }
                else
                {
                    Interlocked.Increment(ref _corrupt);
                }
            }

            return assets;
        }
        catch (SharedCacheException ex)
        {
            Count(ex.Failure);
            return None;
        }
    }

    /// <summary>Stores assets for the other instances.</summary>
    public Task WriteAsync(IReadOnlyCollection<Asset> assets, CancellationToken cancellationToken) =>
        StoreAsync([.. assets.Select(AssetPayload.Write)], cancellationToken);

    async Task StoreAsync(IReadOnlyList<SharedEntry> entries, CancellationToken cancellationToken)
    {
        if (cache is null || entries.Count == 0)
        {
            return;
        }

        try
        {
            await cache.SetManyAsync(entries, timeToLive, cancellationToken);
        }
        catch (SharedCacheException ex)
        {
            Count(ex.Failure);
        }
    }

    public async Task RemoveAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        if (cache is null || keys.Count == 0)
        {
            return;
        }

        try
        {
            await cache.RemoveManyAsync([.. keys.Select(AssetPayload.KeyOf)], cancellationToken);
        }
        catch (SharedCacheException ex)
        {
            Count(ex.Failure);
        }
    }

    void Count(SharedCacheFailure failure) => Interlocked.Increment(ref CounterOf(failure));

    ref long CounterOf(SharedCacheFailure failure)
    {
        switch (failure)
        {
            case SharedCacheFailure.Timeout:
                return ref _timeouts;
            case SharedCacheFailure.CircuitOpen:
                return ref _rejections;
            default:
                return ref _failures;
        }
    }
}
