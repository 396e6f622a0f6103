using AssetFunctions.Local.Stack.Runs;
using AssetFunctions.Sync.Wallets;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>Shows how far every run is, phase by phase.</summary>
static class ProgressView
{
    const int BarWidth = 10;

    public static IRenderable Render(IReadOnlyList<RunProgress> runs)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        var withTransactions = runs.Any(run => run.AwaitsTransactions);
        string[] columns = ["wallet", "extract", "assets", "prices", "positions", .. withTransactions ? ["transactions"] : Array.Empty<string>(), "status"];
        foreach (var column in columns)
        {
            table.AddColumn(column);
        }

        foreach (var run in runs)
        {
            table.AddRow(
            [
                new Markup(Markup.Escape(run.Name)),
                new Markup(run.Chunks > 0 ? $"[green]{run.Chunks} chunks[/]" : "[grey]waiting[/]"),
                Bar(run.AssetsDone, run.Chunks),
                Bar(run.PricesDone, run.Chunks),
                Bar(run.PositionsDone, run.Chunks),
                .. withTransactions ? [Pages(run)] : Array.Empty<Markup>(),
                Status(run),
            ]);
        }

        return table;
    }

    public static Markup Status(RunProgress run) => new(run.Status switch
    {
        RunStatus.Running => "[grey]running[/]",
        RunStatus.Completed => "[green]completed[/]",
        RunStatus.Partial => $"[yellow]partial[/] {Markup.Escape(run.Reason)}",
        _ => $"[red]failed[/] {Markup.Escape(run.Reason)}",
    });

    static Markup Pages(RunProgress run) => new(
        run.History is not null ? $"[green]{run.Pages} pages[/]"
        : run.Pages > 0 ? $"{run.Pages} pages…"
        : "[grey]waiting[/]");

    static Markup Bar(int done, int total)
    {
        if (total == 0)
        {
            return new Markup($"[grey]{new string('·', BarWidth)}[/]");
        }

        var filled = BarWidth * Math.Min(done, total) / total;
        return new Markup($"[green]{new string('█', filled)}[/][grey]{new string('·', BarWidth - filled)}[/] {done}/{total}");
    }
}
