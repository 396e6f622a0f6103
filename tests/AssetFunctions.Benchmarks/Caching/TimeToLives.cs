using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Benchmarks.Caching;

/// <summary>
/// Hit ratios at half, once and twice the time to live: what the statistics of a cache with the default forecast, beside what caches of those times
/// reach with the same lookups, four hours of them.
/// </summary>
static class TimeToLives
{
    const int Assets = 2_000;
    const int Seconds = 4 * 60 * 60;
    const double MaxError = 0.02;
    const int Seed = 20260301;

    static readonly (string Label, double Factor)[] Times = [("half the TTL", 0.5), ("the TTL", 1), ("twice the TTL", 2)];

    public static async Task MeasureAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        List<AssetCache> caches = [.. Times.Select(time => new AssetCache(
            new Market(), Options.Create(new CacheOptions { TtlSeconds = (int)(time.Factor * CacheDefaults.TtlSeconds) }), clock, new Random(1)))];
        var random = new Random(Seed);
        for (var second = 0; second < Seconds; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            // About one in n lookups is for asset n.
            var key = Market.Key((int)Math.Pow(Assets, random.NextDouble()));
            foreach (var cache in caches)
            {
                await cache.GetAsync(key, CancellationToken.None);
                await cache.Refreshes;
            }
        }

        var statistics = caches[1].GetStatistics();
        foreach (var ((label, factor), cache) in Times.Zip(caches))
        {
            var (forecast, measured) = (statistics.HitRatioAt(factor * statistics.TimeToLive), cache.GetStatistics().HitRatio);
            report.Note($"hit ratio at {label}, forecast", forecast, "share");
            report.Note($"hit ratio at {label}, measured", measured, "share");
            report.AtMost($"hit ratio at {label}, error of the forecast", Math.Abs(forecast - measured), "share", MaxError);
            cache.Dispose();
        }
    }
}
