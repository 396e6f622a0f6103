using System.Globalization;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>The transactions that the runs fetched.</summary>
static class HistoryTable
{
    public static Table Render(IReadOnlyList<FollowedRun> runs)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]transactions[/]")
            .Names("wallet").Numbers("pages").Numbers("stored").Numbers("new").Numbers("unchanged").Words("status").Names("from").Names("to");
        foreach (var run in runs)
        {
            table.AddRow([Tables.Cell(run.Name), .. Cells(run.History)]);
        }

        return table;
    }

    static IRenderable[] Cells(HistoryResponse? history) => history is not { LastRun: { } run }
        ? [Tables.Cell(""), Tables.Cell(""), Tables.Cell(""), Tables.Cell(""), Tables.Muted("not ended"), Tables.Cell(""), Tables.Cell("")]
        :
        [
            Tables.Cell(Figures.Count(run.Pages)),
            Tables.Cell(Figures.Count(history.Transactions)),
            Tables.Cell(Figures.Count(run.Added)),
            Tables.Cell(Figures.Count(run.Unchanged)),
            history.Reason is null ? Tables.State(history.Status) : new Rows(Tables.State(history.Status), Tables.Muted(history.Reason)),
            Tables.Cell(Minute(history.From)),
            Tables.Cell(Minute(history.To)),
        ];

    static string? Minute(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
