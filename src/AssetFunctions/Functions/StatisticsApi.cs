using System.Diagnostics;
using System.Reflection;
using AssetFunctions.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Reports the counters of this instance since its start. No request leaves the process.</summary>
public sealed class StatisticsApi(AssetCache cache, RateLimitMeter providers, DatabaseMeter database, TimeProvider clock)
{
    static readonly string Version =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    static readonly DateTimeOffset StartedAt = StartOfProcess();

    public ApiResponse Get() => new(StatusCodes.Status200OK, new StatisticsModel(
        new InstanceModel(InstanceName.Current, Version, StartedAt, Math.Max(0, (long)(clock.GetUtcNow() - StartedAt).TotalSeconds)),
        CacheModel.Of(cache.GetStatistics()),
        [.. providers.Usages.Select(ProviderModel.Of)],
        DatabaseModel.Of(database.Others)));

    static DateTimeOffset StartOfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime);
    }
}
