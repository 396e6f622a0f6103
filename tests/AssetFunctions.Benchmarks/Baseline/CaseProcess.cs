using System.Diagnostics;
using System.Globalization;
using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Baseline;

/// <summary>Runs a case in a process of its own and adds what that process took.</summary>
/// <param name="program">Benchmark program.</param>
/// <param name="measured">Checkout that the program is to measure instead of its own, or null.</param>
sealed class CaseProcess(string program, string? measured)
{
    public const string CpuTime = "process and its children: CPU time";
    public const string PeakWorkingSet = "process: peak working set";

    const double Mebibyte = 1024 * 1024;

    // USER_HZ, which Linux fixes for everything it shows to programs.
    const double TicksPerSecond = 100;

    static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs the case to its end.</summary>
    /// <returns>Its rows; none when the program has no such case.</returns>
    /// <exception cref="BenchmarkException">The case failed.</exception>
    public async Task<IReadOnlyList<Row>> RunAsync(string name)
    {
        var directory = Directory.CreateTempSubdirectory("asset-functions-bench-").FullName;
        try
        {
            string[] arguments = [program, name, directory, .. measured is null ? Array.Empty<string>() : [Arguments.CheckoutOption, measured]];
            var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = directory };
            var cpuBefore = ChildrenCpuSeconds();
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var peak = await WaitForExitAsync(process);
            await output;
            return process.ExitCode switch
            {
                ExitCodes.WrongArguments => [],
                ExitCodes.Holds or ExitCodes.Misses => [.. RowFile.Read(directory, name), .. measured is null ? Footprint(name, ChildrenCpuSeconds() - cpuBefore, peak) : []],
                _ => throw new BenchmarkException($"{program} {name} ended with code {process.ExitCode}."),
            };
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static IEnumerable<Row> Footprint(string name, double? cpuSeconds, long peak)
    {
        if (cpuSeconds is { } seconds)
        {
            yield return Row.Of(name, CpuTime, seconds, "s", Target.None);
        }

        yield return Row.Of(name, PeakWorkingSet, peak / Mebibyte, "MiB", Target.None);
    }

    static async Task<long> WaitForExitAsync(Process process)
    {
        var peak = 0L;
        var exit = process.WaitForExitAsync();
        while (!exit.IsCompleted)
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
            await Task.WhenAny(exit, Task.Delay(SampleInterval, TimeProvider.System));
        }

        return peak;
    }

    // User and system time of all ended children and of theirs; null where the system has no such file.
    static double? ChildrenCpuSeconds()
    {
        const string Statistics = "/proc/self/stat";
        if (!File.Exists(Statistics))
        {
            return null;
        }

        // The name of the process, in parentheses, may hold spaces.
        var text = File.ReadAllText(Statistics);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (Field(fields[13]) + Field(fields[14])) / TicksPerSecond;

        static double Field(string field) => double.Parse(field, CultureInfo.InvariantCulture);
    }
}
