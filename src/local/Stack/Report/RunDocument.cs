using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Local.Cosmos.Metering;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>The closing tables of the main job as JSON: each run as in the HTTP API, with the name of its wallet.</summary>
static class RunDocument
{
    /// <param name="counted">The database's counts between the first request and the end of the last run.</param>
    /// <param name="wallTime">From the first request to the end of the last run.</param>
    /// <param name="problem">The reason why some run was not followed to its end, or null.</param>
    /// <param name="errors">Errors that the function apps logged.</param>
    public static JsonObject Create(
        IReadOnlyList<FollowedRun> runs, MeterSnapshot counted, TimeSpan wallTime, string? problem, IEnumerable<string> errors) => new()
    {
        ["runs"] = new JsonArray([.. runs.Select(Run)]),
        ["totals"] = Totals([.. runs.Select(run => run.Run.Counts).OfType<CountsResponse>()], counted, wallTime),
        ["problem"] = problem,
        ["errors"] = new JsonArray([.. errors.Select(error => JsonValue.Create(error))]),
    };

    static JsonObject Run(FollowedRun run)
    {
        var document = new JsonObject { ["name"] = run.Name };
        foreach (var (name, value) in run.Json)
        {
            document[name] = value?.DeepClone();
        }

        if (run.AwaitsTransactions)
        {
            document["transactions"] = run.History is { LastRun: { } last } history ? Transactions(history, last) : null;
        }

        return document;
    }

    static JsonObject Totals(IReadOnlyList<CountsResponse> counts, MeterSnapshot counted, TimeSpan wallTime) => new()
    {
        ["positions"] = counts.Sum(count => count.Positions),
        ["positionsWritten"] = counts.Sum(count => count.PositionsWritten),
        ["positionsRemoved"] = counts.Sum(count => count.PositionsRemoved),
        ["assetsCreated"] = counts.Sum(count => count.AssetsCreated),
        ["pricesUpdated"] = counts.Sum(count => count.PricesUpdated),
        ["naiveRequests"] = counts.Sum(count => count.NaiveRequests),
        ["requests"] = counted.DataRequests,
        ["requestUnits"] = Math.Round(counted.RequestUnits, 2),
        ["naiveRequestUnits"] = Math.Round(counts.Sum(count => count.NaiveRequestUnits), 2),
        ["metadataRequests"] = counted.MetadataRequests,
        ["durationMs"] = (long)wallTime.TotalMilliseconds,
    };

    static JsonObject Transactions(HistoryResponse history, TransactionRunResponse run) => new()
    {
        ["status"] = history.Status,
        ["reason"] = history.Reason,
        ["pages"] = run.Pages,
        ["stored"] = history.Transactions,
        ["added"] = run.Added,
        ["unchanged"] = run.Unchanged,
        ["requests"] = run.Requests,
        ["from"] = history.From is { } from ? Figures.Iso(from) : null,
        ["to"] = history.To is { } to ? Figures.Iso(to) : null,
    };
}
