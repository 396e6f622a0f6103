using AssetFunctions.Local.Stack.Api;
using AssetFunctions.Local.Stack.Report;
using AssetFunctions.Local.Stack.Tests.Support;

namespace AssetFunctions.Local.Stack.Tests.Report;

public sealed class RunsTableTests
{
    const string Wallet = "0x00000000000000000000000000000000000a11ce";

    [Fact]
    public void Runs_in_every_state_fit_eighty_columns_and_reasons_stand_below()
    {
        var running = new RunAnswer { Wallet = Wallet, RunId = "01a20c683389-17300ad3-AAAABBBBCCCCDDDD", Status = "running", Phase = "syncing", Progress = new ProgressAnswer(12, 34) };
        var failed = running with { Status = "failed", Reason = string.Join(' ', Enumerable.Repeat("The provider refuses this wallet.", 5)) };
        using var output = new StringWriter { NewLine = "\n" };

        Cli.Plain(output, 80).Write(RunsTable.Render([running, failed, running with { Status = "completed", Counts = new CountsAnswer(1_000, 900, 1_234) }]));

        var lines = output.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.All(
            ["positions", "requests", "syncing 12/34", "failed", "completed", "1,234", "0x0000…11ce: The provider refuses"],
            text => Assert.Contains(lines, line => line.Contains(text, StringComparison.Ordinal)));
    }
}
