using System.Globalization;
using AssetFunctions.Local.Stack.Runs;
using Spectre.Console;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>What the runs did for the transactions of their wallets.</summary>
static class HistoryTable
{
    public static Table Render(IReadOnlyList<RunProgress> runs)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]transactions[/]");
        table.AddColumn("wallet");
        foreach (var column in (string[])["pages", "stored", "new", "unchanged"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumns("status", "from", "to");
        foreach (var run in runs.Where(run => run.AwaitsTransactions))
        {
            table.AddRow([new Markup(Markup.Escape(run.Name)), .. Cells(run.History)]);
        }

        return table;
    }

    static IEnumerable<Markup> Cells(AppEvent? end) => end is null
        ? [new Markup(""), new Markup(""), new Markup(""), new Markup(""), new Markup("[grey]not ended[/]"), new Markup(""), new Markup("")]
        :
        [
            .. ((string[])["Pages", "Stored", "Added", "Unchanged"]).Select(field => new Markup(end.Int(field).ToString("N0", CultureInfo.InvariantCulture))),
            new Markup(end.Text("Status") == "Complete" ? "[green]complete[/]" : $"[yellow]partial[/] {Markup.Escape(end.Text("Reason"))}"),
            new Markup(Markup.Escape(Minute(end.Text("From")))),
            new Markup(Markup.Escape(Minute(end.Text("To")))),
        ];

    static string Minute(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant)
        ? instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        : string.Empty;
}
