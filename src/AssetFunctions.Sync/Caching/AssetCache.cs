using AssetFunctions.Sync.Registry;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// The one way to assets: process memory, then the registry. Concurrent callers share one request per key, whether they look up or create,
/// and a batch costs one pass per level.
/// </summary>
public sealed partial class AssetCache
{
    readonly IAssetRegistry _registry;
    readonly CacheOptions _options;
    readonly TimeProvider _clock;
    readonly Random _random;
    readonly AssetMemory _memory;
    readonly SingleFlight<AssetKey, Asset?> _lookups = new();
    readonly SingleFlight<AssetKey, AssetWrite> _creations = new();
    readonly SingleFlight<AssetKey, AssetWrite> _updates = new();
    long _memoryHits;
    long _misses;
    long _joined;

    /// <param name="random">Source of the jitter of negative entries.</param>
    public AssetCache(IAssetRegistry registry, IOptions<CacheOptions> options, TimeProvider clock, Random random)
    {
        _registry = registry;
        _options = options.Value;
        _clock = clock;
        _random = random;
        _memory = new AssetMemory(_options.MaxEntries, _options.MaxBytes, clock);
    }

    /// <summary>Finds one asset, or null where the registry has none.</summary>
    public async ValueTask<Asset?> GetAsync(AssetKey key, CancellationToken cancellationToken)
    {
        if (_memory.TryGet(key, out var asset))
        {
            Interlocked.Increment(ref _memoryHits);
            return asset;
        }

        var found = await GetManyAsync([key], cancellationToken);
        return found.GetValueOrDefault(key);
    }

    /// <summary>Finds assets; those the registry does not have are absent from the result.</summary>
    public async Task<IReadOnlyDictionary<AssetKey, Asset>> GetManyAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<AssetKey, Asset>(keys.Count);
        List<AssetKey>? missing = null;
        var hits = 0;
        foreach (var key in keys)
        {
            if (!_memory.TryGet(key, out var asset))
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
            foreach (var (key, asset) in await LoadAsync([.. missing.Distinct()], cancellationToken))
            {
                if (asset is not null)
                {
                    found[key] = asset;
                }
            }
        }

        return found;
    }

    /// <summary>What the cache has done since the process started.</summary>
    public CacheStatistics GetStatistics() => new()
    {
        MemoryHits = Interlocked.Read(ref _memoryHits),
        Misses = Interlocked.Read(ref _misses),
        Joined = Interlocked.Read(ref _joined),
        Entries = _memory.Count,
        EstimatedBytes = _memory.Bytes,
        Evictions = _memory.Evictions,
        InFlight = _lookups.Count + _creations.Count + _updates.Count,
    };

    async Task<List<(AssetKey Key, Asset? Asset)>> LoadAsync(AssetKey[] keys, CancellationToken cancellationToken)
    {
        var loaded = new List<(AssetKey, Asset?)>(keys.Length);
        await FlyAsync(_lookups, keys, key => key, ReadOwnAsync, (key, asset) => loaded.Add((key, asset)), cancellationToken);
        return loaded;

        async Task ReadOwnAsync(IReadOnlyList<AssetKey> own)
        {
            Interlocked.Add(ref _misses, own.Count);
            var read = (await _registry.ReadAsync(own, cancellationToken)).ToDictionary(asset => asset.Key);
            foreach (var key in own)
            {
                var asset = read.GetValueOrDefault(key);
                Remember(key, asset);
                _lookups.Land(key, asset);
            }
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> for the items nobody else is working on, then collects the results of all, own and joined. A fault of a
    /// joined flight reaches its joiners too: it was the same request.
    /// </summary>
    async Task FlyAsync<TItem, TResult>(
        SingleFlight<AssetKey, TResult> flights,
        IReadOnlyList<TItem> items,
        Func<TItem, AssetKey> keyOf,
        Func<IReadOnlyList<TItem>, Task> work,
        Action<AssetKey, TResult> collect,
        CancellationToken cancellationToken)
    {
        var own = new List<TItem>(items.Count);
        var ownFlights = new List<SingleFlight<AssetKey, TResult>.Flight>(items.Count);
        var all = new List<SingleFlight<AssetKey, TResult>.Flight>(items.Count);
        foreach (var item in items)
        {
            var flight = flights.Join(keyOf(item), out var isMine);
            all.Add(flight);
            if (isMine)
            {
                own.Add(item);
                ownFlights.Add(flight);
            }
        }

        Interlocked.Add(ref _joined, all.Count - own.Count);
        if (own.Count > 0)
        {
            Exception fault = new InvalidOperationException("The registry answered for fewer assets than it was asked for.");
            try
            {
                await work(own);
            }
            catch (Exception exception)
            {
                fault = exception is OperationCanceledException ? Abandoned(exception) : exception;
                throw;
            }
            finally
            {
                ownFlights.ForEach(flight => flights.Abort(flight, fault));
            }
        }

        foreach (var flight in all)
        {
            collect(flight.Key, await flight.Result.WaitAsync(cancellationToken));
        }
    }

    // A caller that gives up must not make the others believe that they were cancelled.
    static Pipeline.TransientStoreException Abandoned(Exception fault) => new("Another caller abandoned the shared request.", fault);

    void Remember(AssetKey key, Asset? asset) => _memory.Set(key, asset, asset is null ? NegativeTimeToLive() : TimeSpan.FromSeconds(_options.TtlSeconds));

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
