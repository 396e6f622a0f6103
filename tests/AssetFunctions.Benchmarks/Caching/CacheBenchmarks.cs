using System.Globalization;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Benchmarks.Caching;

/// <summary>Hits in process, beside the framework's <see cref="MemoryCache"/> over the same assets.</summary>
[MemoryDiagnoser]
public class CacheBenchmarks : IDisposable
{
    const int Assets = 10_000;
    const int Batch = 100;

    readonly AssetKey[] _keys = [.. Enumerable.Range(0, Assets).Select(Market.Key)];
    readonly MemoryCache _framework = new(Options.Create(new MemoryCacheOptions()));
    AssetCache _cache = null!;
    AssetKey[] _batch = null!;
    int _next;

    [GlobalSetup]
    public async Task FillAsync()
    {
        _cache = new AssetCache(new Market(), Options.Create(new CacheOptions { RefreshAfter = 1, TtlSeconds = 24 * 60 * 60 }), TimeProvider.System, new Random(1));
        foreach (var slice in _keys.Chunk(1_000))
        {
            await _cache.GetManyAsync(slice, CancellationToken.None);
        }

        foreach (var key in _keys)
        {
            _framework.Set(key, Market.Asset(key), TimeSpan.FromHours(1));
        }

        _batch = _keys[..Batch];
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _framework.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public Asset? Hit()
    {
        var found = _cache.GetAsync(_keys[_next], CancellationToken.None);
        _next = (_next + 7) % Assets;
        return found.IsCompletedSuccessfully ? found.Result : throw new InvalidOperationException("A hit does not wait.");
    }

    [Benchmark]
    public Asset? HitOfMemoryCache()
    {
        var found = _framework.Get<Asset>(_keys[_next]);
        _next = (_next + 7) % Assets;
        return found;
    }

    [Benchmark]
    public int BatchOf100() => _cache.GetManyAsync(_batch, CancellationToken.None).Result.Count;

    [Benchmark]
    public int BatchOf100OfMemoryCache()
    {
        var found = new Dictionary<AssetKey, Asset>(Batch);
        foreach (var key in _batch)
        {
            if (_framework.Get<Asset>(key) is { } asset)
            {
                found.Add(key, asset);
            }
        }

        return found.Count;
    }
}

/// <summary>A registry that has every asset of a made-up market, made when it is asked for.</summary>
sealed class Market : IAssetRegistry
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static AssetKey Key(int number) => new("ethereum", string.Create(CultureInfo.InvariantCulture, $"0x{number:x40}"));

    public static Asset Asset(AssetKey key) => new()
    {
        Key = key,
        Facts = new AssetFacts
        {
            Symbol = key.ContractAddress[^5..],
            Name = $"Token {key.ContractAddress[^8..]}",
            Decimals = 18,
            IconUrl = $"https://icons.example/{key.ContractAddress}.png",
        },
        Price = new AssetPrice(1.25m, Start, "test"),
        CreatedAt = Start,
        UpdatedAt = Start,
    };

    public Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Asset>>([.. keys.Select(Asset)]);

    public Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Every asset exists.");

    public Task<IReadOnlyList<AssetWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Prices stay.");

    public Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The market has no holders.");

    public Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The market has no holders.");
}
