using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Stack.Report;
using AssetFunctions.Local.Stack.Runs;

namespace AssetFunctions.Local.Stack.Tests.Report;

public sealed class RunDocumentTests
{
    const string Wallet = "0x00000000000000000000000000000000000a11ce";

    [Fact]
    public void A_run_that_ended_shows_its_counts_and_the_totals_add_up_what_the_runs_did_beside_what_the_database_counted()
    {
        var board = new RunBoard();
        board.Expect("a", "small", Wallet);
        board.Expect("b", "large", Wallet);
        foreach (var id in (string[])["a", "b"])
        {
            Log(board, 42, $$"""
                "RunId":"{{id}}","Status":"Partial","Reason":"The response was cut.","DurationMs":1234.5,"Positions":90,"PositionsWritten":80,"PositionsRemoved":1,
                "Skipped.Trash":4,"Skipped.OtherNetwork":1,"AssetsCreated":20,"PricesUpdated":7,"Requests":9,"NaiveRequests":207,"RequestUnits":96.412
                """);
        }

        var document = Document(board, problem: null);

        var run = document["runs"]![1]!.AsObject();
        Assert.Equal(("large", Wallet, "b"), ((string?)run["name"], (string?)run["wallet"], (string?)run["runId"]));
        Assert.Equal(("partial", "The response was cut.", 1234), ((string?)run["status"], (string?)run["reason"], (long)run["durationMs"]!));
        Assert.Equal(
            """{"positions":90,"positionsWritten":80,"positionsRemoved":1,"assetsCreated":20,"pricesUpdated":7,"naiveRequests":207,"requests":9,"requestUnits":96.41}""",
            run["counts"]!.ToJsonString());
        Assert.Equal("""[{"reason":"trash","count":4},{"reason":"otherNetwork","count":1}]""", run["skipped"]!.ToJsonString());
        Assert.False(run.ContainsKey("transactions"));
        Assert.Equal(
            """{"positions":180,"positionsWritten":160,"positionsRemoved":2,"assetsCreated":40,"pricesUpdated":14,"naiveRequests":414,"requests":0,"requestUnits":0,"metadataRequests":0,"durationMs":2500}""",
            document["totals"]!.ToJsonString());
    }

    [Fact]
    public void A_run_that_did_not_end_has_no_counts_and_the_document_says_why()
    {
        var board = new RunBoard();
        board.Expect("a", "small", Wallet, awaitsTransactions: true);
        board.Apply("""{"EventId":0,"LogLevel":"Error","Category":"Host","Message":"It broke."}""");

        var document = Document(board, "A function app ended with code 1.");

        var run = document["runs"]![0]!.AsObject();
        Assert.Equal("running", (string?)run["status"]);
        Assert.All(["reason", "durationMs", "counts", "transactions"], name => Assert.True(run.TryGetPropertyValue(name, out var value) && value is null, name));
        Assert.Equal("A function app ended with code 1.", (string?)document["problem"]);
        Assert.Equal("""["It broke."]""", document["errors"]!.ToJsonString());
    }

    [Fact]
    public void Transactions_tell_how_far_the_history_reaches()
    {
        var board = new RunBoard();
        board.Expect("a", "small", Wallet, awaitsTransactions: true);
        Log(board, 72, """
            "RunId":"a","Status":"Partial","Reason":"A page kept failing.","Stored":120,"Added":100,"Unchanged":20,"Pages":3,"Requests":9,"From":"2026-01-02T03:04:05.0000000+00:00","To":null
            """);

        var transactions = Document(board, problem: null)["runs"]![0]!["transactions"]!;

        Assert.Equal(
            """{"status":"partial","reason":"A page kept failing.","pages":3,"stored":120,"added":100,"unchanged":20,"requests":9,"from":"2026-01-02T03:04:05.000Z","to":null}""",
            transactions.ToJsonString());
    }

    static void Log(RunBoard board, int id, string fields) => board.Apply(
        $$$"""{"EventId":{{{id}}},"LogLevel":"Information","Category":"AssetFunctions.Sync.Tests","Message":"","State":{{{{fields.ReplaceLineEndings(string.Empty)}}}}}""");

    static JsonObject Document(RunBoard board, string? problem) =>
        board.Read(runs => RunDocument.Create(runs, new CosmosMeter().Snapshot(), TimeSpan.FromSeconds(2.5), problem, board.Errors));
}
