using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Runs;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>Adds up what completed runs report in their summary events.</summary>
sealed class SummaryCounter : ILoggerProvider, ILogger
{
    readonly Lock _gate = new();
    readonly Dictionary<string, double> _sums = new(StringComparer.Ordinal);
    int _completed;

    public int Completed => Volatile.Read(ref _completed);

    /// <summary>The sum of a field over all completed runs.</summary>
    public double SumOf(string field)
    {
        lock (_gate)
        {
            return _sums.GetValueOrDefault(field);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is not RunSummaryEvent summary || !summary.Any(field => field is { Key: "Status", Value: nameof(RunStatus.Completed) }))
        {
            return;
        }

        lock (_gate)
        {
            foreach (var (name, value) in summary)
            {
                if (value is int or double)
                {
                    _sums[name] = _sums.GetValueOrDefault(name) + Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
                }
            }
        }

        Interlocked.Increment(ref _completed);
    }

    public void Dispose()
    {
    }
}
