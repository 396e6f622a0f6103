using System.Collections.Immutable;
using AssetFunctions.Hosting;
using AssetFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Functions;

/// <summary>Liveness (the process responds) and readiness (required dependencies respond too). Names failing dependencies; reasons are in the log.</summary>
public sealed partial class HealthApi(HealthCheckService health, TimeProvider clock, ILogger<HealthApi> logger) : IDisposable
{
    readonly SemaphoreSlim _gate = new(1, 1);
    HealthReport? _known;
    long _knownSince;

    /// <param name="query"><c>probe=live</c> checks liveness alone.</param>
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
                // The result is shared with every caller that waits, so the first caller's cancellation must not end the check.
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
        [LoggerMessage(LogLevel.Warning, "Dependency {Dependency} does not respond.")]
        public static partial void Down(ILogger logger, Exception? exception, string dependency);
    }
}
