using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Fills the cache with the assets that most syncs find in wallets, so that a new process does not read each of them from the registry. The shared
/// cache counts them; where it has too few counts, assets that any wallet held within a day follow.
/// </summary>
public sealed partial class CacheWarming(
    AssetCache cache, IAssetRegistry registry, IPricePages pages, IOptions<CacheOptions> options, TimeProvider clock, ILogger<CacheWarming> logger)
{
    int _isStarted;

    /// <summary>The filling of process memory, for tests.</summary>
    internal Task Work { get; private set; } = Task.CompletedTask;

    int MaxAssets => options.Value.WarmAssets;

    /// <summary>
    /// Fills process memory in the background, once per process however often this is called: from the shared cache, or where that has no list, from
    /// the registry. A failure is logged and leaves the cache as it is.
    /// </summary>
    public void Start()
    {
        if (MaxAssets == 0 || Interlocked.Exchange(ref _isStarted, 1) == 1)
        {
            return;
        }

        // Its requests are not those of the run whose message came first.
        if (ExecutionContext.IsFlowSuppressed())
        {
            Work = Task.Run(FillAsync);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            Work = Task.Run(FillAsync);
        }
    }

    /// <summary>
    /// Keeps the assets in the cache that all instances share. It rewrites them at half their time there, and in between loads only those that are
    /// missing. Without such a cache it does nothing.
    /// </summary>
    public async Task KeepSharedAsync(CancellationToken cancellationToken)
    {
        if (MaxAssets == 0 || !cache.Shared.IsAcrossProcesses)
        {
            return;
        }

        try
        {
            var list = await cache.Shared.ReadListAsync(cancellationToken);
            var isDue = list is null || clock.GetUtcNow() - list.WrittenAt >= TimeSpan.FromSeconds(options.Value.SharedTtlSeconds) / 2;
            var loaded = isDue ? await RewriteAsync(cancellationToken) : await CompleteAsync(list!, cancellationToken);
            Log.Kept(logger, loaded.Count, isDue ? loaded.Count : list!.Keys.Count);
        }
        catch (SharedCacheException ex)
        {
            Log.SharedCacheFailed(logger, ex.Message);
        }
    }

    async Task FillAsync()
    {
        try
        {
            var (assets, from) = await FindAsync();
            Log.Filled(logger, cache.Fill(assets), from);
        }
        catch (Exception ex)
        {
            Log.NotFilled(logger, ex.Message);
        }
    }

    // Assets that the shared cache has lost since the list was written are left to their first readers.
    async Task<(IEnumerable<Asset> Assets, string From)> FindAsync()
    {
        try
        {
            if (await cache.Shared.ReadListAsync(CancellationToken.None) is { } list)
            {
                return ((await cache.Shared.ReadAsync(list.Keys, CancellationToken.None)).Values, "the shared cache");
            }
        }
        catch (SharedCacheException)
        {
            // Its failures are counted. The registry has the assets too.
        }

        return (await RewriteAsync(CancellationToken.None), "the registry");
    }

    async Task<IReadOnlyCollection<Asset>> RewriteAsync(CancellationToken cancellationToken)
    {
        var assets = await ListAsync(cancellationToken);
        await cache.Shared.WriteAsync(assets, cancellationToken);
        if (assets.Count > 0)
        {
            await cache.Shared.WriteListAsync(new WarmList(clock.GetUtcNow(), [.. assets.Select(asset => asset.Key)]), cancellationToken);
        }

        return assets;
    }

    async Task<IReadOnlyCollection<Asset>> CompleteAsync(WarmList list, CancellationToken cancellationToken)
    {
        var held = await cache.Shared.ReadAsync(list.Keys, cancellationToken);
        var missing = list.Keys.Where(key => !held.ContainsKey(key)).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        var assets = await registry.ReadAsync(missing, cancellationToken);
        await cache.Shared.WriteAsync(assets, cancellationToken);
        return assets;
    }

    async Task<IReadOnlyCollection<Asset>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = (await cache.Shared.ReadMostHeldAsync(MaxAssets, cancellationToken)).Select(held => held.Key).ToList();
        var assets = keys.Count > 0 ? await registry.ReadAsync(keys, cancellationToken) : [];
        return assets.Count >= MaxAssets
            ? assets
            : [.. assets.Concat(await ListRecentAsync(cancellationToken)).DistinctBy(asset => asset.Key).Take(MaxAssets)];
    }

    // The networks share the number, since their sizes are unknown; what a small one leaves is not given to the others.
    async Task<List<Asset>> ListRecentAsync(CancellationToken cancellationToken)
    {
        var heldSince = clock.GetUtcNow() - CacheDefaults.WarmHeldWithin;
        var networks = await pages.ListNetworksAsync(heldSince, cancellationToken);
        var assets = new List<Asset>();
        foreach (var network in networks.Order(StringComparer.Ordinal))
        {
            var count = Math.Clamp(MaxAssets / networks.Count, 1, CacheDefaults.MaxReadBatch);
            var page = await registry.ListHeldAsync(new HeldAssetsQuery(network, heldSince, DateTimeOffset.MaxValue, count), cancellationToken);
            assets.AddRange(page.Assets);
        }

        return assets;
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.CacheFilled, LogLevel.Information, "Filled process memory with {Assets} assets from {From}.")]
        public static partial void Filled(ILogger logger, int assets, string from);

        [LoggerMessage(SyncEvents.CacheNotFilled, LogLevel.Warning, "Did not fill process memory: {Reason}")]
        public static partial void NotFilled(ILogger logger, string reason);

        [LoggerMessage(SyncEvents.SharedCacheKept, LogLevel.Information, "Loaded {Loaded} of {Assets} assets into the shared cache.")]
        public static partial void Kept(ILogger logger, int loaded, int assets);

        [LoggerMessage(SyncEvents.SharedCacheNotKept, LogLevel.Warning, "Did not fill the shared cache: {Reason}")]
        public static partial void SharedCacheFailed(ILogger logger, string reason);
    }
}
