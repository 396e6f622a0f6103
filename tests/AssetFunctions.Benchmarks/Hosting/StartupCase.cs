using System.Diagnostics;
using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Stacks;
using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Stack;

namespace AssetFunctions.Benchmarks.Hosting;

/// <summary>
/// How long the worker takes, from the start of its process to its end, to name the setting that is missing or wrong. A bare web server that
/// starts in between shows how fast the machine is.
/// </summary>
sealed class StartupCase : IBenchmarkCase
{
    const int Starts = 9;
    const double MaxRatio = 4;

    // A bound in time, not a ratio: a request waits for a cold start.
    const double MaxGoodStartMilliseconds = 3000;

    // The host passes these to the worker. No host listens there: settings are checked before the worker connects.
    static readonly string[] HostArguments =
    [
        "--functions-uri", "http://127.0.0.1:9/", "--functions-worker-id", "bench", "--functions-request-id", "bench", "--functions-grpc-max-message-length", "2147483647",
    ];

    static readonly Dictionary<string, string> Complete = new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
        ["SyncSchedule"] = "0 */5 * * * *",
        ["PriceRefreshSchedule"] = "0 5-59/10 * * * *",
        ["MarketRefreshSchedule"] = "0 40 2-23/6 * * *",
        ["WarmRedisSchedule"] = "0 15,45 * * * *",
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
        using var http = new HttpClient();
        await StartAsync(Mistakes[0].Variable, Mistakes[0].Value);
        await BareServer.TimeStartAsync(http);

        var bare = new List<double>();
        foreach (var (variable, value, setting) in Mistakes)
        {
            var (times, ratios) = (new List<double>(), new List<double>());
            var wrong = 0;
            for (var start = 0; start < Starts; start++)
            {
                bare.Add(await BareServer.TimeStartAsync(http));
                var (milliseconds, errors) = await StartAsync(variable, value);
                times.Add(milliseconds);
                ratios.Add(milliseconds / bare[^1]);
                wrong += errors is [var sentence] && sentence.Contains(setting, StringComparison.Ordinal) ? 0 : 1;
            }

            var mistake = $"{setting} {(value is null ? "missing" : "wrong")}";
            report.Note($"{mistake}: median", Statistics.Median(times), "ms");
            report.Note($"{mistake}: slowest", times.Max(), "ms");
            report.AtMost($"{mistake}: median against the start of a bare web server", Statistics.Median(ratios), "times", MaxRatio);
            report.AtMost($"{mistake}: starts without the one sentence that names it", wrong, "starts", 0);
        }

        report.Note("start of a bare web server, median", Statistics.Median(bare), "ms");
        await MeasureGoodStartAsync(report);
    }

    // What a user waits for when the platform adds an instance.
    static async Task MeasureGoodStartAsync(Report report)
    {
        using var app = await PublishedApp.PublishAsync();
        await using var stack = await BenchStack.StartAsync(app);
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            times.Add((await stack.TimeNextInstanceAsync()).TotalMilliseconds);
        }

        report.AtMost("host and worker of the published app: start to first response, median", Statistics.Median(times), "ms", MaxGoodStartMilliseconds);
    }

    static async Task<(double Milliseconds, IReadOnlyList<string> Errors)> StartAsync(string variable, string? value)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, setting) in Complete)
        {
            environment[name] = setting;
        }

        environment[variable] = value ?? string.Empty;
        var command = ProcessCommand.Dotnet(RepositoryPaths.Find().FunctionApp, HostArguments) with { Environment = environment };
        var started = Stopwatch.GetTimestamp();
        var result = await command.RunAsync();
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, result.ErrorLines);
    }
}
