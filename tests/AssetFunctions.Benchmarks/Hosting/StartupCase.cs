using System.Diagnostics;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Benchmarks.Hosting;

/// <summary>How long the function app takes, from the start of its process to its end, to say which setting is missing or wrong.</summary>
sealed class StartupCase : IBenchmarkCase
{
    const int Starts = 9;
    const double MaxMilliseconds = 1000;

    static readonly Dictionary<string, string> Complete = new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
        ["SyncSchedule"] = "0 */5 * * * *",
        ["PriceRefreshSchedule"] = "0 5-59/10 * * * *",
        ["Cosmos__ConnectionString"] = "AccountEndpoint=http://127.0.0.1:9/;AccountKey=C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==;",
        ["Zerion__ApiKey"] = "key",
    };

    static readonly (string Variable, string? Value, string Setting)[] Mistakes =
    [
        ("Cosmos__ConnectionString", null, "Cosmos:ConnectionString"),
        ("Zerion__ApiKey", null, "Zerion:ApiKey"),
        ("SyncSchedule", "60 99 * * * *", "SyncSchedule"),
        ("Sync__Cache__TtlSeconds", "0", "Sync:Cache:TtlSeconds"),
        ("Redis__ConnectionString", ",,", "Redis:ConnectionString"),
    ];

    public string Name => "startup";

    public async Task RunAsync(Report report)
    {
        // The first start of all reads the files from disk.
        await StartAsync(Mistakes[0].Variable, Mistakes[0].Value);
        foreach (var (variable, value, setting) in Mistakes)
        {
            var times = new List<double>();
            var wrong = 0;
            for (var start = 0; start < Starts; start++)
            {
                var (milliseconds, errors) = await StartAsync(variable, value);
                times.Add(milliseconds);
                wrong += errors is [var sentence] && sentence.Contains(setting, StringComparison.Ordinal) ? 0 : 1;
            }

            times.Sort();
            report.AtMost($"{setting} {(value is null ? "missing" : "wrong")}: median", times[Starts / 2], "ms", MaxMilliseconds);
            report.Note("slowest", times[^1], "ms");
            report.AtMost("starts without the one sentence that names it", wrong, "starts", 0);
        }
    }

    static async Task<(double Milliseconds, string[] Errors)> StartAsync(string variable, string? value)
    {
        var start = new ProcessStartInfo("dotnet", [RepositoryPaths.Find().FunctionApp]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, setting) in Complete)
        {
            start.Environment[name] = setting;
        }

        start.Environment[variable] = value ?? string.Empty;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
