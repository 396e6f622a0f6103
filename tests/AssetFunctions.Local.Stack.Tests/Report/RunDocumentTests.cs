using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Stack.Report;

namespace AssetFunctions.Local.Stack.Tests.Report;

public sealed class RunDocumentTests
{
    [Fact]
    public void A_run_is_shown_as_in_the_api_and_the_totals_add_up_the_runs_and_the_counts_of_the_database()
    {
        var document = Document([RunExamples.Followed(RunExamples.Partial), RunExamples.Followed(RunExamples.Partial, "large")]);

        var expected = JsonNode.Parse(RunExamples.Partial)!.AsObject();
        expected["name"] = "large";
        Assert.True(JsonNode.DeepEquals(expected, document["runs"]![1]), document.ToJsonString());
        Assert.Equal(
            """{"positions":190,"positionsWritten":160,"positionsRemoved":2,"assetsCreated":24,"pricesUpdated":56,"naiveRequests":460,"requests":0,"requestUnits":0,"naiveRequestUnits":1952.2,"metadataRequests":0,"durationMs":2500}""",
            document["totals"]!.ToJsonString());
    }

    [Fact]
    public void An_unknown_run_has_no_counts_and_the_document_has_the_reason()
    {
        var document = Document([RunExamples.Followed(awaitsTransactions: true)], "A function app ended with code 1.", "It broke.");

        var run = document["runs"]![0]!.AsObject();
        Assert.Equal(("small", RunExamples.Wallet, "a", "running"), ((string?)run["name"], (string?)run["wallet"], (string?)run["runId"], (string?)run["status"]));
        Assert.All(["reason", "durationMs", "counts", "transactions"], name => Assert.True(run.TryGetPropertyValue(name, out var value) && value is null, name));
        Assert.Empty(run["skipped"]!.AsArray());
        Assert.Equal("A function app ended with code 1.", (string?)document["problem"]);
        Assert.Equal("""["It broke."]""", document["errors"]!.ToJsonString());
    }

    [Fact]
    public void Transactions_show_how_far_the_history_reaches_once_the_run_has_fetched_them()
    {
        var run = RunExamples.Followed(RunExamples.Partial, awaitsTransactions: true);
        var ended = new HistoryResponse(
            "partial", "A page kept failing.", IsFetching: false, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), To: null, 120,
            new TransactionRunResponse("a", Pages: 3, Added: 100, Unchanged: 20, Requests: 9));

        foreach (var history in new[] { ended with { IsFetching = true }, ended with { LastRun = null }, ended with { LastRun = ended.LastRun! with { RunId = "b" } } })
        {
            run.Take(history);
            Assert.False(run.IsSettled);
            Assert.Null(Document([run])["runs"]![0]!["transactions"]);
        }

        run.Take(ended);
        Assert.True(run.IsSettled);
        Assert.Equal(
            """{"status":"partial","reason":"A page kept failing.","pages":3,"stored":120,"added":100,"unchanged":20,"requests":9,"from":"2026-01-02T03:04:05.000Z","to":null}""",
            Document([run])["runs"]![0]!["transactions"]!.ToJsonString());
    }

    static JsonObject Document(IReadOnlyList<FollowedRun> runs, string? problem = null, params string[] errors) =>
        RunDocument.Create(runs, new CosmosMeter().Snapshot(), TimeSpan.FromSeconds(2.5), problem, errors);
}
