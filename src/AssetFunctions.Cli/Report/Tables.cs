using AssetFunctions.Cli.Runs;
using AssetFunctions.Sync;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Cli.Report;

/// <summary>What the tables of all verbs have in common.</summary>
static class Tables
{
    /// <summary>From this width on a row of many columns fits one line.</summary>
    const int WideWidth = 150;

    /// <summary>Longest text of one cell; a name may be as long as whoever made it wanted.</summary>
    const int MaxText = 400;

    public static bool IsWide(IAnsiConsole console) => console.Profile.Width >= WideWidth;

    public static Table Create() => new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);

    /// <summary>A column of words.</summary>
    public static Table Words(this Table table, string header) => table.AddColumn(new TableColumn(header));

    /// <summary>A column of figures, which are compared from the right and never broken.</summary>
    public static Table Numbers(this Table table, string header) =>
        table.AddColumn(new TableColumn(header) { Alignment = Justify.Right, NoWrap = true });

    /// <summary>A column of short words that are never broken.</summary>
    public static Table Names(this Table table, string header) => table.AddColumn(new TableColumn(header) { NoWrap = true });

    /// <summary>Text as it is: neither markup nor control characters of it reach the terminal.</summary>
    public static IRenderable Cell(string? text) => new Text(DisplayText.Clean(text, MaxText));

    public static IRenderable Muted(string? text) => new Text(DisplayText.Clean(text, MaxText), new Style(Color.Grey));

    /// <summary>Two lines in one cell, the second one in the background.</summary>
    public static IRenderable Two(string? first, string? second) => new Rows(Cell(first), Muted(second));

    /// <summary>A word for how something is, in the colour of how good that is.</summary>
    public static IRenderable State(string state) => new Text(DisplayText.Clean(state, MaxText), new Style(ColorOf(state)));

    /// <summary>A table of runs, and below it a line for each run with a reason or another remark, which no column has room for.</summary>
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
        "running" or "asking" or "queued" or "transactions" => Color.Grey,
        _ when state.StartsWith("syncing", StringComparison.Ordinal) => Color.Grey,
        "partial" => Color.Yellow,
        _ => Color.Red,
    };
}
