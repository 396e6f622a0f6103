using System.Collections.Immutable;
using AssetFunctions.Http;
using AssetFunctions.Sync.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Functions;

/// <summary>
/// Whether the process lives (it answers) and is ready (everything it cannot work without answers too). Tells which dependency fails, never
/// why: the reason is in the log.
/// </summary>
public sealed partial class HealthApi(IEnumerable<IDependencyProbe> probes, TimeProvider clock, ILogger<HealthApi> logger) : IDisposable
{
    readonly SemaphoreSlim _gate = new(1, 1);
    ImmutableArray<DependencyModel> _known = [];
    long _knownSince;

    /// <param name="query"><c>probe=live</c> asks for liveness alone.</param>
    public async Task<ApiAnswer> GetAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        if (new QueryReader(query).Read(ApiParameters.Probe))
        {
            return new ApiAnswer(StatusCodes.Status200OK, new HealthModel("live", []));
        }

        var dependencies = await AskAsync(cancellationToken);
        return dependencies.All(dependency => dependency.Status == DependencyModel.Up)
            ? new ApiAnswer(StatusCodes.Status200OK, new HealthModel("ready", dependencies))
            : new ApiAnswer(StatusCodes.Status503ServiceUnavailable, new HealthModel("unready", dependencies)) { RetryAfter = ApiDefaults.RetryAfterSeconds };
    }

    public void Dispose() => _gate.Dispose();

    async Task<ImmutableArray<DependencyModel>> AskAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_known.IsEmpty || clock.GetElapsedTime(_knownSince) >= ApiDefaults.ProbeInterval)
            {
                _known = [.. await Task.WhenAll(probes.OrderBy(probe => probe.Name, StringComparer.Ordinal).Select(AskAsync))];
                _knownSince = clock.GetTimestamp();
            }

            return _known;
        }
        finally
        {
            _gate.Release();
        }
    }

    async Task<DependencyModel> AskAsync(IDependencyProbe probe)
    {
        using var timeout = new CancellationTokenSource(ApiDefaults.ProbeTimeout, clock);
        try
        {
            await probe.ProbeAsync(timeout.Token).WaitAsync(timeout.Token);
            return new DependencyModel(probe.Name, DependencyModel.Up);
        }
        catch (Exception fault)
        {
            Log.Down(logger, fault, probe.Name);
            return new DependencyModel(probe.Name, DependencyModel.Down);
        }
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The {Dependency} does not answer.")]
        public static partial void Down(ILogger logger, Exception fault, string dependency);
    }
}
