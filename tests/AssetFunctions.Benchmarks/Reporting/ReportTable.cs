using Spectre.Console;

namespace AssetFunctions.Benchmarks.Reporting;

/// <summary>Prints rows as a table for people.</summary>
static class ReportTable
{
    const int WidestLine = 200;

    public static void Print(IAnsiConsole console, string title, IReadOnlyList<Row> rows) =>
        Print(console, title, ["metric", "value", "unit", "target", "holds"], rows.Select(row => new[]
        {
            row.Metric, Figure.Text(row.Value), row.Unit, row.Target, Verdict(row.Target.Length > 0, row.Holds),
        }));

    /// <param name="columns">Columns; numbers, which the columns after the first up to <c>unit</c> hold, are aligned to the right.</param>
    /// <param name="lines">Cells of each line.</param>
    public static void Print(IAnsiConsole console, string title, string[] columns, IEnumerable<string[]> lines)
    {
        if (Console.IsOutputRedirected)
        {
            // A pipe or a file has no width and no colours.
            (console.Profile.Width, console.Profile.Capabilities.Ansi) = (WidestLine, false);
        }

        var table = new Table().Title(Markup.Escape(title));
        var unit = Array.IndexOf(columns, "unit");
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i]).NoWrap();
            table.AddColumn(i > 0 && i < unit ? column.RightAligned() : column);
        }

        foreach (var cells in lines)
        {
            table.AddRow([.. cells.Select(cell => cell switch
            {
                Yes => new Markup("[green]yes[/]"),
                No => new Markup("[red]NO[/]"),
                _ => new Markup(Markup.Escape(cell)),
            })]);
        }

        console.Write(table);
    }

    public static string Verdict(bool hasTarget, bool holds) => !hasTarget ? "" : holds ? Yes : No;

    const string Yes = "yes";
    const string No = "NO";
}
