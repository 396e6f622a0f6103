using AssetFunctions.Cli.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Cli.Report;

/// <summary>Table of requested runs with their progress or results.</summary>
static class RunsTable
{
    /// <summary>Characters of a run id shown in the table; the JSON has the whole id.</summary>
    const int RunIdLength = 12;

    public static IRenderable Render(IReadOnlyList<FollowedRun> runs)
    {
        var table = Tables.Create().Names("wallet").Names("run").Names("status").Numbers("positions").Numbers("written").Numbers("requests");
        foreach (var followed in runs)
        {
            var run = followed.Run;
            table.AddRow(
                Tables.Cell(followed.Name),
                Tables.Muted(run.RunId is { Length: > RunIdLength } id ? id[..RunIdLength] : run.RunId),
                Tables.State(StateOf(followed)),
                Tables.Cell(Figures.Count(run.Counts?.Positions)),
                Tables.Cell(Figures.Count(run.Counts?.PositionsWritten)),
                Tables.Cell(Figures.Count(run.Counts?.Requests)));
        }

        return Tables.WithReasons(table, runs);
    }

    static string StateOf(FollowedRun followed) => followed.Run switch
    {
        { HasEnded: true } run => followed.IsSettled ? run.Status : "transactions",
        { Progress: { } progress } run => $"{run.Phase} {progress.ChunksDone}/{progress.Chunks}",
        var run => run.Phase ?? run.Status,
    };
}
