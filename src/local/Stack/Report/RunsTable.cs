using AssetFunctions.Local.Stack.Api;
using AssetFunctions.Sync.Wallets;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>Runs that were asked for, with what they did.</summary>
static class RunsTable
{
    /// <summary>Characters of a run id that have room in the table; the whole id stands in the JSON.</summary>
    const int RunIdLength = 12;

    /// <summary>A table, and below it one line per run that has a reason: that is longer than any column beside the others.</summary>
    public static IRenderable Render(IReadOnlyList<RunAnswer> runs)
    {
        var table = Tables.Create().Names("wallet").Names("run").Names("status").Numbers("positions").Numbers("written").Numbers("requests");
        foreach (var run in runs)
        {
            table.AddRow(
                Tables.Cell(WalletAddress.Shorten(run.Wallet)),
                Tables.Muted(run.RunId is { Length: > RunIdLength } id ? id[..RunIdLength] : run.RunId),
                Tables.State(StateOf(run)),
                Tables.Cell(Figures.Count(run.Counts?.Positions)),
                Tables.Cell(Figures.Count(run.Counts?.PositionsWritten)),
                Tables.Cell(Figures.Count(run.Counts?.Requests)));
        }

        var reasons = runs.Where(run => run.Reason is not null).Select(run => Tables.Cell($"{WalletAddress.Shorten(run.Wallet)}: {run.Reason}"));
        return new Rows([table, .. reasons]);
    }

    static string StateOf(RunAnswer run) =>
        run.HasEnded ? run.Status
        : run.Progress is { } progress ? $"{run.Phase} {progress.ChunksDone}/{progress.Chunks}"
        : run.Phase ?? run.Status;
}
