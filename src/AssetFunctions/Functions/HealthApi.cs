using System.Collections.Immutable;
using AssetFunctions.Hosting;
using AssetFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Functions;

/// <summary>
/// Whether the process lives (it responds) and is ready (everything it cannot work without responds too). Names the dependency that fails, never
/// the reason, which is in the log.
/// </summary>
public sealed partial class HealthApi(HealthCheckService health, TimeProvider clock, ILogger<HealthApi> logger) : IDisposable
{
    readonly SemaphoreSlim _gate = new(1, 1);
    HealthReport? _known;
    long _knownSince;

    /// <param name="query"><c>probe=live</c> asks for liveness alone.</param>
    public async Task<ApiResponse> GetAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        if (new QueryReader(query).Read(ApiParameters.Probe))
        {
            return new ApiResponse(StatusCodes.Status200OK, new HealthModel("live", ProductVersion.Current, []));
        }

        var report = await CheckAsync(cancellationToken);
        return report.Status == HealthStatus.Unhealthy
            ? new ApiResponse(StatusCodes.Status503ServiceUnavailable, ModelOf(report, "unready")) { RetryAfter = ApiDefaults.RetryAfterSeconds }
            : new ApiResponse(StatusCodes.Status200OK, ModelOf(report, "ready"));
    }

    public void Dispose() => _gate.Dispose();

    async Task<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_known is null || clock.GetElapsedTime(_knownSince) >= ApiDefaults.ProbeInterval)
            {
                // What a check finds is for all who ask meanwhile, so a caller that leaves does not end it.
                _known = await health.CheckHealthAsync(CancellationToken.None);
                _knownSince = clock.GetTimestamp();
                foreach (var (name, entry) in _known.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy))
                {
                    Log.Down(logger, entry.Exception, name);
                }
            }

            return _known;
        }
        finally
        {
            _gate.Release();
        }
    }

    static HealthModel ModelOf(HealthReport report, string status) => new(status, ProductVersion.Current,
    [
        .. report.Entries
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new DependencyModel(entry.Key, entry.Value.Status == HealthStatus.Healthy ? DependencyModel.Up : DependencyModel.Down)),
    ]);

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The {Dependency} does not respond.")]
        public static partial void Down(ILogger logger, Exception? exception, string dependency);
    }
}
