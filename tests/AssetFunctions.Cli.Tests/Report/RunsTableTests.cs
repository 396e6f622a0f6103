using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Tests.Support;

namespace AssetFunctions.Cli.Tests.Report;

public sealed class RunsTableTests
{
    [Fact]
    public void Runs_in_every_state_fit_eighty_columns_with_reasons_below()
    {
        const string Running = $$$"""
            {"wallet": "{{{RunExamples.Wallet}}}", "runId": "01a20c683389-17300ad3-AAAABBBBCCCCDDDD", "status": "running", "phase": "syncing", "progress": {"chunksDone": 12, "chunks": 34}}
            """;
        var failed = RunExamples.Followed(RunExamples.Partial, "0x0000…11ce");
        using var output = new StringWriter { NewLine = "\n" };

        Shell.Plain(output, 80).Write(RunsTable.Render([RunExamples.Followed(Running), failed, RunExamples.Followed(), RunExamples.Followed(RunExamples.Partial, awaitsTransactions: true)]));

        var lines = output.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.All(
            ["positions", "requests", "syncing 12/34", "01a20c683389", "queued", "partial", "transactions", "0x0000…11ce: The response was cut."],
            text => Assert.Contains(lines, line => line.Contains(text, StringComparison.Ordinal)));
    }
}
