using System.Diagnostics;
using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>
/// Request units of everything that costs some: runs, their schedule, the price refresh and reads, as the local database charges them. It measures
/// through phases and ports only, so it holds for any layout of the documents.
/// </summary>
sealed class UnitsCase : IBenchmarkCase
{
    static readonly IReadOnlyList<Func<Report, Task>> Parts =
    [
        OneWallet.MeasureAsync, OneDay.MeasureAsync, ScheduledRuns.MeasureAsync, LargeWallets.MeasureAsync, PriceTicks.MeasureAsync, StalePrices.MeasureAsync,
        Reads.MeasureAsync, FleetHour.MeasureAsync,
    ];

    public string Name => "units";

    public async Task RunAsync(Report report)
    {
        foreach (var measureAsync in Parts)
        {
            var started = Stopwatch.GetTimestamp();
            await measureAsync(report);
            await Console.Error.WriteLineAsync($"{measureAsync.Method.DeclaringType!.Name} took {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        }
    }
}
