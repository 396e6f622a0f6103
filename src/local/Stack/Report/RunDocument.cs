using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Stack.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>What the closing tables of the main job say, for programs. Names are those of the HTTP API where it tells the same.</summary>
static class RunDocument
{
    static readonly string[] Counts = ["Positions", "PositionsWritten", "PositionsRemoved", "AssetsCreated", "PricesUpdated", "NaiveRequests"];

    /// <param name="counted">What the local database counted between the first request and the end of the last run.</param>
    /// <param name="wallTime">From the first request to the end of the last run.</param>
    /// <param name="problem">Why the runs were not followed to their end, or null where they were.</param>
    /// <param name="errors">Errors that the function apps logged.</param>
    public static JsonObject Create(
        IReadOnlyList<RunProgress> runs, MeterSnapshot counted, TimeSpan wallTime, string? problem, IEnumerable<string> errors) => new()
    {
        ["runs"] = new JsonArray([.. runs.Select(Run)]),
        ["totals"] = Totals([.. runs.Select(run => run.Summary).OfType<AppEvent>()], counted, wallTime),
        ["problem"] = problem,
        ["errors"] = new JsonArray([.. errors.Select(error => JsonValue.Create(error))]),
    };

    static JsonObject Run(RunProgress run)
    {
        var document = new JsonObject
        {
            ["name"] = run.Name,
            ["wallet"] = run.Wallet,
            ["runId"] = run.RunId,
            ["status"] = Camel(run.Status.ToString()),
            ["reason"] = NullIfEmpty(run.Reason),
            ["durationMs"] = (long?)run.Summary?.Number("DurationMs"),
            ["counts"] = run.Summary is { } summary ? Of(summary) : null,
            ["skipped"] = new JsonArray([.. run.Summary?.Counts("Skipped.").Select(skip => new JsonObject { ["reason"] = Camel(skip.Name), ["count"] = skip.Count }) ?? []]),
        };
        if (run.AwaitsTransactions)
        {
            document["transactions"] = run.History is { } end ? History(end) : null;
        }

        return document;
    }

    static JsonObject Of(AppEvent summary)
    {
        var document = Sum([summary]);
        document["requests"] = summary.Int("Requests");
        document["requestUnits"] = Units(summary.Number("RequestUnits"));
        return document;
    }

    static JsonObject Totals(IReadOnlyList<AppEvent> summaries, MeterSnapshot counted, TimeSpan wallTime)
    {
        var document = Sum(summaries);
        document["requests"] = counted.DataRequests;
        document["requestUnits"] = Units(counted.RequestUnits);
        document["metadataRequests"] = counted.MetadataRequests;
        document["durationMs"] = (long)wallTime.TotalMilliseconds;
        return document;
    }

    static JsonObject Sum(IReadOnlyList<AppEvent> summaries) =>
        new(Counts.Select(field => KeyValuePair.Create(Camel(field), (JsonNode?)summaries.Sum(summary => summary.Int(field)))));

    static JsonObject History(AppEvent end) => new()
    {
        ["status"] = Camel(end.Text("Status")),
        ["reason"] = NullIfEmpty(end.Text("Reason")),
        ["pages"] = end.Int("Pages"),
        ["stored"] = end.Int("Stored"),
        ["added"] = end.Int("Added"),
        ["unchanged"] = end.Int("Unchanged"),
        ["requests"] = end.Int("Requests"),
        ["from"] = Instant(end.Text("From")),
        ["to"] = Instant(end.Text("To")),
    };

    static string? Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant) ? Figures.Iso(instant) : null;

    static double Units(double units) => Math.Round(units, 2);

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
