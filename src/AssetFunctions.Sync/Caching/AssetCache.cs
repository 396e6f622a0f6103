using AssetFunctions.Sync.Assets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// The one way to assets: process memory, then the cache that the instances share, then the registry. Concurrent callers share one request
/// per key, whether they look up or create, and their small batches to the registry merge; a batch costs one pass per level. A hit in memory
/// neither waits nor allocates.
/// </summary>
public sealed partial class AssetCache : IDisposable
{
    readonly IAssetRegistry _registry;
    readonly CacheOptions _options;
    readonly CoarseClock _clock;
    readonly Random _random;
    readonly AssetKeyComparer _comparer;
    readonly AssetMemory _memory;
    readonly SharedAssets _shared;
    readonly RefreshAhead _refreshAhead;
    readonly SingleFlight<AssetKey, Asset?> _lookups = new();
    readonly SingleFlight<AssetKey, AssetWrite> _creations = new();
    readonly SingleFlight<AssetKey, AssetWrite> _updates = new();
    readonly BatchLane<AssetKey> _registryReads;
    readonly BatchLanes<Asset> _registryCreations;
    readonly BatchLanes<(AssetUpdate Update, TimeSpan Threshold)> _registryUpdates;
    long _memoryHits;
    long _sharedHits;
    long _misses;
    long _joined;

    /// <param name="random">Source of the jitter of negative entries and of the seed of the hash of keys.</param>
    /// <param name="shared">The cache that the instances share, or null where each is on its own.</param>
    public AssetCache(
        IAssetRegistry registry, IOptions<CacheOptions> options, TimeProvider clock, Random random, ISharedCache? shared = null)
    {
        _registry = registry;
        _options = options.Value;
        _random = random;
        _clock = new CoarseClock(clock);
        _comparer = new AssetKeyComparer((ulong)random.NextInt64());
        _memory = new AssetMemory(_options.MaxEntries, _options.MaxBytes, _options.RefreshAfter, clock, _comparer);
        _shared = new SharedAssets(shared, TimeSpan.FromSeconds(_options.SharedTtlSeconds));
        _registryReads = new BatchLane<AssetKey>(CacheDefaults.MaxReadBatch, CacheDefaults.MaxParallelReads, LandRegisteredAsync);
        _registryCreations = new BatchLanes<Asset>(_options.CreateBatchSize, CacheDefaults.MaxParallelBatches, CreateAsync);
        _registryUpdates = new BatchLanes<(AssetUpdate, TimeSpan)>(_options.PriceBatchSize, CacheDefaults.MaxParallelBatches, UpdateAsync);
        _refreshAhead = new RefreshAhead(keys => LoadAsync(keys, isLookup: false, CancellationToken.None));
    }

    /// <summary>Finds one asset, or null where the registry has none.</summary>
    public ValueTask<Asset?> GetAsync(AssetKey key, CancellationToken cancellationToken)
    {
        if (!TryRemember(key, out var asset))
        {
            return new ValueTask<Asset?>(LoadOneAsync(key, cancellationToken));
        }

        Interlocked.Increment(ref _memoryHits);
        return new ValueTask<Asset?>(asset);
    }

    /// <summary>Finds assets; those the registry does not have are absent from the result.</summary>
    public async Task<IReadOnlyDictionary<AssetKey, Asset>> GetManyAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<AssetKey, Asset>(keys.Count, _comparer);
        List<AssetKey>? missing = null;
        var hits = 0;
        var now = _clock.Now;
        foreach (var key in keys)
        {
            if (!TryRemember(key, now, out var asset))
            {
                (missing ??= []).Add(key);
                continue;
            }

            hits++;
            if (asset is not null)
            {
                found[key] = asset;
            }
        }

        Interlocked.Add(ref _memoryHits, hits);
        if (missing is not null)
        {
            foreach (var (key, asset) in await LoadAsync([.. missing.Distinct()], isLookup: true, cancellationToken))
            {
                if (asset is not null)
                {
                    found[key] = asset;
                }
            }
        }

        return found;
    }

    /// <summary>Takes over assets that were just read from the registry by other means than a lookup.</summary>
    public void Remember(IEnumerable<Asset> assets)
    {
        foreach (var asset in assets)
        {
            Remember(asset.Key, asset);
        }
    }

    /// <summary>What the cache has done since the process started.</summary>
    public CacheStatistics GetStatistics() => new()
    {
        MemoryHits = Interlocked.Read(ref _memoryHits),
        SharedHits = Interlocked.Read(ref _sharedHits),
        Misses = Interlocked.Read(ref _misses),
        Joined = Interlocked.Read(ref _joined),
        Entries = _memory.Count,
        EstimatedBytes = _memory.Bytes,
        Evictions = _memory.Evictions,
        InFlight = _lookups.Count + _creations.Count + _updates.Count,
        Refreshed = _refreshAhead.Refreshed,
        RefreshesMissed = _refreshAhead.Failed + _refreshAhead.Dropped,
        Faults = _shared.Faults,
    };

    public void Dispose() => _clock.Dispose();

    /// <summary>The refreshes under way, for tests.</summary>
    internal Task Refreshes => _refreshAhead.Work;

    bool TryRemember(AssetKey key, out Asset? asset) => TryRemember(key, _clock.Now, out asset);

    bool TryRemember(AssetKey key, long now, out Asset? asset)
    {
        var isKnown = _memory.TryGet(key, now, out asset, out var isAgeing);
        if (isAgeing)
        {
            _refreshAhead.Enqueue(key);
        }

        return isKnown;
    }

    async Task<Asset?> LoadOneAsync(AssetKey key, CancellationToken cancellationToken) =>
        (await LoadAsync([key], isLookup: true, cancellationToken))[0].Asset;

    async Task<List<(AssetKey Key, Asset? Asset)>> LoadAsync(AssetKey[] keys, bool isLookup, CancellationToken cancellationToken)
    {
        var loaded = new List<(AssetKey, Asset?)>(keys.Length);
        await FlyAsync(_lookups, keys, key => key, ReadOwnAsync, (key, asset) => loaded.Add((key, asset)), cancellationToken);
        return loaded;

        async Task ReadOwnAsync(IReadOnlyList<AssetKey> own)
        {
            var missing = await LandSharedAsync(own, cancellationToken);
            if (isLookup)
            {
                Interlocked.Add(ref _sharedHits, own.Count - missing.Count);
                Interlocked.Add(ref _misses, missing.Count);
            }

            if (missing.Count > 0)
            {
                await _registryReads.RunAsync(missing, cancellationToken);
            }
        }
    }

    /// <returns>The keys that the shared cache does not have.</returns>
    async Task<IReadOnlyList<AssetKey>> LandSharedAsync(IReadOnlyList<AssetKey> keys, CancellationToken cancellationToken)
    {
        var shared = await _shared.ReadAsync(keys, cancellationToken);
        if (shared.Count == 0)
        {
            return keys;
        }

        foreach (var (key, asset) in shared)
        {
            _lookups.Complete(key, Remember(key, asset, isCopy: true));
        }

        return [.. keys.Where(key => !shared.ContainsKey(key))];
    }

    async Task LandRegisteredAsync(IReadOnlyList<AssetKey> keys, CancellationToken cancellationToken)
    {
        var read = (await _registry.ReadAsync(keys, cancellationToken)).ToDictionary(asset => asset.Key);
        foreach (var key in keys)
        {
            _lookups.Complete(key, Remember(key, read.GetValueOrDefault(key)));
        }

        await _shared.WriteAsync(read.Values, cancellationToken);
    }

    Asset? Remember(AssetKey key, Asset? asset, bool isCopy = false) =>
        _memory.Set(key, asset, asset is null ? NegativeTimeToLive() : TimeSpan.FromSeconds(_options.TtlSeconds), isCopy);

    TimeSpan NegativeTimeToLive()
    {
        double jitter;
        lock (_random)
        {
            jitter = _random.NextDouble() * CacheDefaults.NegativeJitter;
        }

        return TimeSpan.FromSeconds(_options.NegativeTtlSeconds * (1 + jitter));
    }
}
