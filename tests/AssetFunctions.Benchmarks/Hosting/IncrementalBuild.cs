using System.Diagnostics;
using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Benchmarks.Hosting;

/// <summary>Builds of the function app when nothing has changed: what every edit, test and local run waits for.</summary>
static class IncrementalBuild
{
    const int Builds = 3;

    public static async Task<TimeSpan> MedianAsync(string checkout)
    {
        // The first one may have something to do, and starts the compiler's servers.
        await TimeAsync(checkout);
        var times = new List<double>();
        for (var build = 0; build < Builds; build++)
        {
            times.Add((await TimeAsync(checkout)).TotalSeconds);
        }

        return TimeSpan.FromSeconds(Statistics.Median(times));
    }

    static async Task<TimeSpan> TimeAsync(string checkout)
    {
        var project = Path.Combine(checkout, "src", "AssetFunctions");
        var started = Stopwatch.GetTimestamp();
        var result = await new ProcessCommand("dotnet", "build", project, "-c", "Release", "-v", "quiet", "--nologo", "-clp:NoSummary").RunAsync();
        return result.ExitCode == 0 ? Stopwatch.GetElapsedTime(started) : throw new BenchmarkException($"{project} does not build: {result.Output}");
    }
}
