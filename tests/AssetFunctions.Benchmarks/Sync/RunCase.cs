using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Local.Processes;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>The main job as a person starts it: the sample wallets through the whole local stack, from an empty database.</summary>
sealed class RunCase : ICheckoutCase
{
    public string Name => "run";

    public Task RunAsync(Report report) => RunAsync(report, Repository.Root);

    public async Task RunAsync(Report report, string checkout)
    {
        var script = Path.Combine(checkout, "infra", "local", "run.sh");
        var started = Stopwatch.GetTimestamp();
        var result = await new ProcessCommand("bash", script, "--once", "--fresh", "--json").RunAsync();
        var document = Parse(result.Output) ?? throw new BenchmarkException($"{script} failed: {result.Errors.TrimEnd()}");
        var whole = Stopwatch.GetElapsedTime(started);
        if ((string?)document["problem"] is { } problem)
        {
            throw new BenchmarkException($"{script} did not follow its runs to their end: {problem}");
        }

        var totals = document["totals"]!;
        report.Note("sync phase", (double)totals["durationMs"]!, "ms");
        report.Note("whole command, its build included", whole.TotalMilliseconds, "ms");
        report.Note("database requests", (double)totals["requests"]!, "requests");
        report.Note("request units", (double)totals["requestUnits"]!, "RU");
        report.Note("positions stored", (double)totals["positionsWritten"]!, "positions");
        var runs = document["runs"]!.AsArray();
        foreach (var status in (string[])["completed", "partial", "failed"])
        {
            report.Note($"runs {status}", runs.Count(run => (string?)run!["status"] == status), "runs");
        }

        report.AtMost("errors logged", document["errors"]!.AsArray().Count, "errors", 0);
    }

    static JsonNode? Parse(string output)
    {
        try
        {
            return JsonNode.Parse(output);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
