using System.Diagnostics;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Baseline;

/// <summary>Runs a case of two commits in turns: the program of each commit measures that commit.</summary>
static class BaselineRun
{
    const int MaxRounds = 5;

    // Short cases are repeated, long ones are not.
    static readonly TimeSpan Budget = TimeSpan.FromMinutes(3);

    /// <param name="benchmark">The case.</param>
    /// <param name="baseline">Checkout of the baseline, built.</param>
    /// <exception cref="BenchmarkException">A side failed.</exception>
    public static async Task<IReadOnlyList<Round>> RunAsync(IBenchmarkCase benchmark, string baseline)
    {
        var program = typeof(BaselineRun).Assembly.Location;
        var now = new CaseProcess(program, benchmark is ICheckoutCase ? Repository.Root : null);
        var before = benchmark is ICheckoutCase
            ? new CaseProcess(program, baseline)
            : new CaseProcess(Path.Combine(baseline, "tests", "AssetFunctions.Benchmarks", "bin", "Release", "net10.0", "AssetFunctions.Benchmarks.dll"), measured: null);
        var rounds = new List<Round>();
        var started = Stopwatch.GetTimestamp();
        do
        {
            // The side that goes second may find the machine warmer.
            rounds.Add(rounds.Count % 2 == 0
                ? new Round(await MeasureAsync(before, "baseline"), await MeasureAsync(now, "now"))
                : await MeasureNowFirstAsync());
        }
        while (rounds.Count < MaxRounds && rounds[^1].Baseline.Count > 0 && Stopwatch.GetElapsedTime(started) < Budget);

        return rounds;

        async Task<Round> MeasureNowFirstAsync()
        {
            var rows = await MeasureAsync(now, "now");
            return new Round(await MeasureAsync(before, "baseline"), rows);
        }

        Task<IReadOnlyList<Row>> MeasureAsync(CaseProcess side, string label)
        {
            Console.Error.WriteLine($"Round {rounds.Count + 1}, {label}:");
            return side.RunAsync(benchmark.Name);
        }
    }
}
