using AssetFunctions.DevHost.Api;
using AssetFunctions.Sync.Wallets;
using Spectre.Console;

namespace AssetFunctions.DevHost.Report;

/// <summary>Runs that were asked for, with what they did.</summary>
static class RunsTable
{
    /// <summary>Characters of a run id that tell it from its neighbours; the whole id stands in the JSON.</summary>
    const int RunIdLength = 21;

    public static Table Render(IReadOnlyList<RunAnswer> runs)
    {
        var table = Tables.Create().Names("wallet").Names("run").Names("status").Numbers("positions").Numbers("written").Numbers("requests");
        var hasReasons = runs.Any(run => run.Reason is not null);
        if (hasReasons)
        {
            table.Words("reason");
        }

        foreach (var run in runs)
        {
            table.AddRow(
                [
                    Tables.Cell(WalletAddress.Shorten(run.Wallet)),
                    Tables.Muted(run.RunId is { Length: > RunIdLength } id ? id[..RunIdLength] : run.RunId),
                    Tables.State(StateOf(run)),
                    Tables.Cell(Figures.Count(run.Counts?.Positions)),
                    Tables.Cell(Figures.Count(run.Counts?.PositionsWritten)),
                    Tables.Cell(Figures.Count(run.Counts?.Requests)),
                    .. hasReasons ? [Tables.Cell(run.Reason)] : Array.Empty<Spectre.Console.Rendering.IRenderable>(),
                ]);
        }

        return table;
    }

    static string StateOf(RunAnswer run) =>
        run.HasEnded ? run.Status
        : run.Progress is { } progress ? $"{run.Phase} {progress.ChunksDone}/{progress.Chunks}"
        : run.Phase ?? run.Status;
}
