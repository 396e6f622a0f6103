using AssetFunctions.Cli.Runs;
using AssetFunctions.Sync;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Cli.Report;

/// <summary>Elements shared by all tables.</summary>
static class Tables
{
    /// <summary>Least console width at which a row of many columns fits one line.</summary>
    const int WideWidth = 150;

    /// <summary>Longest text of one cell; the names of assets can be of any length.</summary>
    const int MaxText = 400;

    public static bool IsWide(IAnsiConsole console) => console.Profile.Width >= WideWidth;

    public static Table Create() => new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);

    /// <summary>A column of words.</summary>
    public static Table Words(this Table table, string header) => table.AddColumn(new TableColumn(header));

    /// <summary>A column of figures, right-aligned and never wrapped.</summary>
    public static Table Numbers(this Table table, string header) =>
        table.AddColumn(new TableColumn(header) { Alignment = Justify.Right, NoWrap = true });

    /// <summary>A column of short words, never wrapped.</summary>
    public static Table Names(this Table table, string header) => table.AddColumn(new TableColumn(header) { NoWrap = true });

    /// <summary>Plain text: neither its markup nor its control characters reach the terminal.</summary>
    public static IRenderable Cell(string? text) => new Text(DisplayText.Clean(text, MaxText));

    public static IRenderable Muted(string? text) => new Text(DisplayText.Clean(text, MaxText), new Style(Color.Grey));

    /// <summary>Two lines in one cell, the second one muted.</summary>
    public static IRenderable Two(string? first, string? second) => new Rows(Cell(first), Muted(second));

    /// <summary>A state, colored by how good it is.</summary>
    public static IRenderable State(string state) => new Text(DisplayText.Clean(state, MaxText), new Style(ColorOf(state)));

    /// <summary>A table of runs, then one line per run with a reason or another remark, which is too long for a column.</summary>
    public static IRenderable WithReasons(Table table, IEnumerable<FollowedRun> runs, Func<FollowedRun, string?>? remark = null) => new Rows(
    [
        table,
        .. runs.SelectMany(run => new[] { run.Run.Reason, remark?.Invoke(run) }, (run, text) => (run.Name, Text: text))
            .Where(line => line.Text is not null)
            .Select(line => Cell($"{line.Name}: {line.Text}")),
    ]);

    static Color ColorOf(string state) => state switch
    {
        "completed" or "complete" or "ready" or "up" => Color.Green,
        "running" or "requesting" or "queued" or "transactions" => Color.Grey,
        _ when state.StartsWith("syncing", StringComparison.Ordinal) => Color.Grey,
        "partial" => Color.Yellow,
        _ => Color.Red,
    };
}
