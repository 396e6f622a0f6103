using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Functions;

sealed record StatisticsModel(InstanceModel Instance, CacheModel Cache, IReadOnlyList<ProviderModel> Providers, DatabaseModel Database);

/// <summary>
/// Database usage of the instance that no run reports: reads of the API, what serves all or several runs, and what a delivery used that ended without a
/// run to report it. The request units lack the charge of requests that end a run, which the metric <c>assetfunctions.run.finish.request_charge</c> has.
/// </summary>
sealed record DatabaseModel(int OtherRequests, double OtherRequestUnits)
{
    public static DatabaseModel Of(DatabaseUsage usage) => new(usage.Requests, Math.Round(usage.RequestUnits, 2));
}

/// <summary>The process that the counters are of; others have counters of their own.</summary>
sealed record InstanceModel(string Id, string Version, DateTimeOffset StartedAt, long UptimeSeconds);

/// <summary>The instance's asset cache. A lookup is counted once per key, however many callers waited for it.</summary>
sealed record CacheModel(
    long MemoryHits, long SharedHits, long Joined, long Misses, double HitRatio, long AvoidedRequests, int Entries, long EstimatedBytes, long Evictions,
    int InFlight, long Refreshed, long RefreshesMissed, SharedCacheFailures SharedCacheFailures, CacheMisses MissesByCause, HitRatiosModel ExpectedHitRatios,
    IReadOnlyList<ReuseModel> ReuseTimes)
{
    public static CacheModel Of(CacheStatistics cache) => new(
        cache.MemoryHits, cache.SharedHits, cache.Joined, cache.Misses, Math.Round(cache.HitRatio, 4), cache.AvoidedRequests, cache.Entries,
        cache.EstimatedBytes, cache.Evictions, cache.InFlight, cache.Refreshed, cache.RefreshesMissed, cache.Failures, cache.MissesByCause,
        HitRatiosModel.Of(cache), [.. cache.Reuse.Select(ReuseModel.Of)]);
}

/// <summary>Hit ratios of process memory to expect at other values of <c>Sync:Cache:TtlSeconds</c>: half of it, the same and twice as much.</summary>
sealed record HitRatiosModel(double HalfTtl, double Ttl, double DoubleTtl)
{
    public static HitRatiosModel Of(CacheStatistics cache) => new(At(cache, 0.5), At(cache, 1), At(cache, 2));

    static double At(CacheStatistics cache, double factor) => Math.Round(cache.HitRatioAt(factor * cache.TimeToLive), 4);
}

/// <summary>Lookups of assets that had been looked up before, by the time since then.</summary>
sealed record ReuseModel(double FromSeconds, double ToSeconds, long Lookups)
{
    public static ReuseModel Of(ReuseBucket bucket) => new(bucket.From.TotalSeconds, bucket.To.TotalSeconds, bucket.Lookups);
}

/// <summary>Calls of the instance to one provider. A null budget means no limit.</summary>
sealed record ProviderModel(
    string Provider, long Granted, long Denied, long Holds, RateLimitBound? LastBound, DateTimeOffset? DeniedUntil, double? CallsPerSecond, long? CallsPerDay,
    long? CallsPerMonth)
{
    public static ProviderModel Of(RateLimitUsage usage) => new(
        usage.Provider, usage.Granted, usage.Denied, usage.Holds, usage.LastBound, usage.DeniedUntil, usage.Budget?.PerSecond, usage.Budget?.PerDay,
        usage.Budget?.PerMonth);
}
