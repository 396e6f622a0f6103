using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Looks assets up in three levels: process memory, shared cache, registry. All asset access goes through here. Concurrent callers share one
/// request per key, whether they look up or create, and their small registry batches are merged; a batch costs one pass per level. A memory hit
/// neither waits nor allocates.
/// </summary>
public sealed partial class AssetCache : IDisposable
{
    readonly IAssetRegistry _registry;
    readonly IPricePages? _pages;
    readonly CacheOptions _options;
    readonly CoarseClock _clock;
    readonly Random _random;
    readonly AssetKeyComparer _comparer;
    readonly AssetMemory _memory;
    readonly SharedAssets _shared;
    readonly HeldCounts _held;
    readonly RefreshAhead _refreshAhead;
    readonly SingleFlight<AssetKey, Asset?> _lookups = new();
    readonly SingleFlight<AssetKey, AssetWrite> _creations = new();
    readonly SingleFlight<AssetKey, AssetWrite> _updates = new();
    readonly BatchLane<AssetKey> _registryReads;
    readonly BatchLanes<Asset> _registryCreations;
    readonly BatchLanes<(AssetUpdate Update, TimeSpan Threshold)> _registryUpdates;
    long _memoryHits;
    long _sharedHits;
    long _joined;
    long _firstLookups;
    MissCounts _misses;

    /// <param name="random">Gives the jitter of negative entries and the seed of the key hash.</param>
    /// <param name="shared">The cache shared by all instances, or null for none.</param>
    /// <param name="pages">The pages of prices, or null for none.</param>
    public AssetCache(
        IAssetRegistry registry, IOptions<CacheOptions> options, TimeProvider clock, Random random, ISharedCache? shared = null, IPricePages? pages = null)
    {
        _registry = registry;
        _pages = pages;
        _options = options.Value;
        _random = random;
        _clock = new CoarseClock(clock);
        _comparer = new AssetKeyComparer((ulong)random.NextInt64());
        _memory = new AssetMemory(_options.MaxEntries, _options.MaxBytes, _options.RefreshAfter, clock, _comparer);
        _shared = new SharedAssets(shared, TimeSpan.FromSeconds(_options.SharedTtlSeconds), clock);
        _held = new HeldCounts(_options.MaxEntries);
        _registryReads = new BatchLane<AssetKey>(CacheDefaults.MaxReadBatch, CacheDefaults.MaxParallelReads, CompleteFromRegistryAsync);
        _registryCreations = new BatchLanes<Asset>(_options.CreateBatchSize, CacheDefaults.MaxParallelBatches, CreateAsync);
        _registryUpdates = new BatchLanes<(AssetUpdate, TimeSpan)>(_options.PriceBatchSize, CacheDefaults.MaxParallelBatches, UpdateAsync);
        _refreshAhead = new RefreshAhead(keys => LoadAsync(keys, isLookup: false, CancellationToken.None));
    }

    /// <summary>Gets one asset, or null where the registry has none.</summary>
    public ValueTask<Asset?> GetAsync(AssetKey key, CancellationToken cancellationToken)
    {
        if (!TryGetCached(key, _clock.Now, isLookup: true, out var asset))
        {
            return new ValueTask<Asset?>(LoadOneAsync(key, cancellationToken));
        }

        Interlocked.Increment(ref _memoryHits);
        return new ValueTask<Asset?>(asset);
    }

    /// <summary>Gets assets; unregistered ones are absent from the result.</summary>
    public async Task<IReadOnlyDictionary<AssetKey, Asset>> GetManyAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<AssetKey, Asset>(keys.Count, _comparer);
        List<AssetKey>? missing = null;
        var hits = 0;
        var now = _clock.Now;
        foreach (var key in keys)
        {
            if (!TryGetCached(key, now, isLookup: true, out var asset))
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

    /// <summary>Activity of the cache since the process started.</summary>
    public CacheStatistics GetStatistics() => new()
    {
        MemoryHits = Interlocked.Read(ref _memoryHits),
        SharedHits = Interlocked.Read(ref _sharedHits),
        MissesByCause = _misses.Read(),
        Joined = Interlocked.Read(ref _joined),
        Entries = _memory.Count,
        EstimatedBytes = _memory.Bytes,
        Evictions = _memory.Evictions,
        InFlight = _lookups.Count + _creations.Count + _updates.Count,
        Refreshed = _refreshAhead.Refreshed,
        RefreshesMissed = _refreshAhead.Failed + _refreshAhead.Dropped,
        Failures = _shared.Failures,
        FirstLookups = Interlocked.Read(ref _firstLookups),
        Reuse = _memory.Reuse,
        TimeToLive = TimeSpan.FromSeconds(_options.TtlSeconds),
        RefreshAfter = _options.RefreshAfter,
    };

    public void Dispose() => _clock.Dispose();

    /// <summary>The refreshes in progress, for tests.</summary>
    internal Task Refreshes => _refreshAhead.Work;

    /// <summary>The level that the instances share.</summary>
    internal SharedAssets Shared => _shared;

    /// <summary>Puts assets into process memory before they are looked up, as long as it is filled to less than <see cref="CacheDefaults.WarmShare"/>.</summary>
    /// <returns>How many found room.</returns>
    internal int Fill(IEnumerable<Asset> assets)
    {
        var filled = 0;
        foreach (var asset in assets)
        {
            if (_memory.Bytes >= _options.MaxBytes * CacheDefaults.WarmShare || _memory.Count >= _options.MaxEntries * CacheDefaults.WarmShare)
            {
                break;
            }

            Set(asset.Key, asset, isCopy: true);
            filled++;
        }

        return filled;
    }

    bool TryGetCached(AssetKey key, out Asset? asset) => TryGetCached(key, _clock.Now, isLookup: false, out asset);

    bool TryGetCached(AssetKey key, long now, bool isLookup, out Asset? asset)
    {
        var isKnown = _memory.TryGet(key, now, isLookup, out asset, out var isRefreshDue);
        if (isRefreshDue)
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
        await ShareAsync(_lookups, keys, key => key, ReadOwnAsync, (key, asset) => loaded.Add((key, asset)), cancellationToken);
        return loaded;

        async Task ReadOwnAsync(IReadOnlyList<AssetKey> own)
        {
            var causes = isLookup ? own.ToDictionary(key => key, _memory.CauseOf, _comparer) : null;
            var missing = await CompleteFromSharedAsync(own, cancellationToken);
            if (causes is not null)
            {
                Count(causes, missing, own.Count);
            }

            if (missing.Count > 0)
            {
                await _registryReads.RunAsync(missing, cancellationToken);
            }
        }
    }

    void Count(Dictionary<AssetKey, MissCause> causes, IReadOnlyList<AssetKey> missing, int lookups)
    {
        Interlocked.Add(ref _sharedHits, lookups - missing.Count);
        Interlocked.Add(ref _firstLookups, causes.Values.Count(cause => cause is MissCause.Cold or MissCause.Evicted));
        foreach (var key in missing)
        {
            _misses.Count(causes[key]);
        }
    }

    /// <returns>The keys missing in the shared cache.</returns>
    async Task<IReadOnlyList<AssetKey>> CompleteFromSharedAsync(IReadOnlyList<AssetKey> keys, CancellationToken cancellationToken)
    {
        var read = _shared.ReadAsync(keys, cancellationToken);
        await _shared.AddHeldAsync(_held.Take(keys), cancellationToken);
        var shared = await read;
        if (shared.Count == 0)
        {
            return keys;
        }

        foreach (var (key, asset) in shared)
        {
            _lookups.Complete(key, Set(key, asset, isCopy: true));
        }

        return [.. keys.Where(key => !shared.ContainsKey(key))];
    }

    async Task CompleteFromRegistryAsync(IReadOnlyList<AssetKey> keys, CancellationToken cancellationToken)
    {
        var read = (await _registry.ReadAsync(keys, cancellationToken)).ToDictionary(asset => asset.Key);
        foreach (var key in keys)
        {
            _lookups.Complete(key, Set(key, read.GetValueOrDefault(key)));
        }

        await _shared.WriteAsync(read.Values, cancellationToken);
    }

    Asset? Set(AssetKey key, Asset? asset, bool isCopy = false) =>
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
