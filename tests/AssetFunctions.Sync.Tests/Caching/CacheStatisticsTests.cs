using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Caching;

public sealed class CacheStatisticsTests
{
    const int Assets = 200;

    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryAssetRegistry _registry;

    public CacheStatisticsTests() => _registry = new InMemoryAssetRegistry(_clock);

    [Fact]
    public async Task Misses_are_counted_by_cause()
    {
        await CreateAsync(3);
        using var cache = Cache(new CacheOptions { MaxEntries = 2 });
        await LookUpAsync(cache, 1);
        await LookUpAsync(cache, 2);
        await LookUpAsync(cache, 3);
        Assert.Equal(new CacheMisses(Cold: 3, Expired: 0, Evicted: 0, Negative: 0), cache.GetStatistics().MissesByCause);

        await LookUpAsync(cache, 1);
        Assert.Equal(new CacheMisses(Cold: 3, Expired: 0, Evicted: 1, Negative: 0), cache.GetStatistics().MissesByCause);

        _clock.Advance(TimeSpan.FromMinutes(6));
        await LookUpAsync(cache, 1);
        Assert.Equal(new CacheMisses(Cold: 3, Expired: 1, Evicted: 1, Negative: 0), cache.GetStatistics().MissesByCause);

        await LookUpAsync(cache, 99);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await LookUpAsync(cache, 99);
        Assert.Equal(new CacheMisses(Cold: 4, Expired: 1, Evicted: 1, Negative: 1), cache.GetStatistics().MissesByCause);
        Assert.Equal(7, cache.GetStatistics().Misses);
    }

    [Fact]
    public async Task An_evicted_entry_that_would_have_expired_since_is_an_expired_one()
    {
        await CreateAsync(2);
        using var cache = Cache(new CacheOptions { MaxEntries = 1 });
        await LookUpAsync(cache, 1);
        await LookUpAsync(cache, 2);
        _clock.Advance(TimeSpan.FromMinutes(6));

        await LookUpAsync(cache, 1);

        Assert.Equal(new CacheMisses(Cold: 2, Expired: 1, Evicted: 0, Negative: 0), cache.GetStatistics().MissesByCause);
    }

    [Fact]
    public async Task Times_between_lookups_are_in_their_buckets()
    {
        await CreateAsync(1);
        using var cache = Cache(new CacheOptions());
        await LookUpAsync(cache, 1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await LookUpAsync(cache, 1);
        await LookUpAsync(cache, 1);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await LookUpAsync(cache, 1);

        var statistics = cache.GetStatistics();
        Assert.Equal([1L, 1L], statistics.Reuse.Select(bucket => bucket.Lookups));
        Assert.All(statistics.Reuse.Zip([TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10)]), pair => Assert.InRange(pair.Second, pair.First.From, pair.First.To));
        Assert.Equal(1, statistics.FirstLookups);
    }

    /// <summary>Three caches of different times to live see the same lookups, of popular and rare assets; each forecasts the others' hit ratios.</summary>
    [Theory]
    [InlineData(0.8)]
    [InlineData(1)]
    public async Task Forecast_of_the_hit_ratio_is_what_a_cache_with_that_time_to_live_reaches(double refreshAfter)
    {
        await CreateAsync(Assets);
        List<AssetCache> caches = [.. new[] { 150, 300, 600 }.Select(ttl => Cache(new CacheOptions { TtlSeconds = ttl, RefreshAfter = refreshAfter }))];
        var random = new Random(5);
        for (var second = 0; second < 4 * 60 * 60; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            // About one in n lookups is for asset n.
            var number = (int)Math.Pow(Assets, random.NextDouble());
            foreach (var cache in caches)
            {
                await LookUpAsync(cache, number);
                await cache.Refreshes;
            }
        }

        foreach (var cache in caches)
        {
            var statistics = cache.GetStatistics();
            foreach (var other in caches.Select(one => one.GetStatistics()))
            {
                Assert.Equal(other.HitRatio, statistics.HitRatioAt(other.TimeToLive), 0.02);
            }
        }

        caches.ForEach(cache => cache.Dispose());
    }

    async Task CreateAsync(int count)
    {
        foreach (var batch in Enumerable.Range(1, count).Select(n => TestRows.Asset(n)).Chunk(100))
        {
            await _registry.CreateAsync("ethereum", batch, default);
        }
    }

    AssetCache Cache(CacheOptions options) => new(_registry, Options.Create(options), _clock, new Random(1));

    static async Task LookUpAsync(AssetCache cache, int number) => await cache.GetAsync(TestRows.Asset(number).Key, default);
}
