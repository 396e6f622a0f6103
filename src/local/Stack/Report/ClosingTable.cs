using System.Globalization;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Local.Cosmos.Metering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>The results of all runs, and the counts of the database over the same time.</summary>
static class ClosingTable
{
    // Twelve columns in 100 characters leave no room for padding beside the border.
    static readonly Padding Narrow = new(0, 0);

    /// <param name="counted">The database's counts between the first request and the end of the last run.</param>
    /// <param name="wallTime">From the first request to the end of the last run.</param>
    public static IRenderable Render(IReadOnlyList<FollowedRun> runs, MeterSnapshot counted, TimeSpan wallTime)
    {
        var table = new Table().Border(TableBorder.Simple).Title("[bold]all wallets[/]").ShowFooters();
        var counts = runs.Select(run => run.Run.Counts).OfType<CountsResponse>().ToList();

        Add(table, "wallet", $"{runs.Count}", Justify.Left);
        Add(table, "status", $"{runs.Count(run => run.Run.Status == RunStates.Completed)} of {runs.Count}", Justify.Left);
        Add(table, "stored", Figures.Count(counts.Sum(count => count.Positions)));
        Add(table, "written", Figures.Count(counts.Sum(count => count.PositionsWritten)));
        Add(table, "assets", Figures.Count(counts.Sum(count => count.AssetsCreated)));
        Add(table, "prices", Figures.Count(counts.Sum(count => count.PricesUpdated)));
        Add(table, "skipped", Figures.Count(runs.Sum(run => run.Run.Skipped.Sum(gap => gap.Count))));
        Add(table, "requests", Figures.Count(counted.DataRequests));
        Add(table, "naive", Figures.Count(counts.Sum(count => count.NaiveRequests)));
        Add(table, "RU", Units(counted.RequestUnits));
        Add(table, "naive", Units(counts.Sum(count => count.NaiveRequestUnits)));
        Add(table, "time", Seconds(wallTime.TotalMilliseconds));
        foreach (var run in runs)
        {
            table.AddRow([Tables.Cell(run.Name), Tables.State(run.Run.Status), .. Cells(run).Select(Tables.Cell)]);
        }

        return Tables.WithReasons(table, runs, Skipped);
    }

    static void Add(Table table, string header, string footer, Justify alignment = Justify.Right) =>
        table.AddColumn(new TableColumn(header) { Alignment = alignment, NoWrap = true, Padding = Narrow, Footer = new Markup($"[bold]{Markup.Escape(footer)}[/]") });

    static string[] Cells(FollowedRun run) => run.Run.Counts is not { } counts
        ? ["", "", "", "", "", "", "", "", "", ""]
        :
        [
            Figures.Count(counts.Positions),
            Figures.Count(counts.PositionsWritten),
            Figures.Count(counts.AssetsCreated),
            Figures.Count(counts.PricesUpdated),
            Figures.Count(run.Run.Skipped.Sum(gap => gap.Count)),
            Figures.Count(counts.Requests),
            Figures.Count(counts.NaiveRequests),
            Units(counts.RequestUnits),
            Units(counts.NaiveRequestUnits),
            run.Run.DurationMs is { } duration ? Seconds(duration) : "",
        ];

    static string? Skipped(FollowedRun run) => run.Run.Skipped is { Count: > 0 } gaps
        ? $"skipped {string.Join(", ", gaps.Select(gap => $"{gap.Count} {Figures.Words(gap.Reason)}"))}"
        : null;

    static string Units(double units) => units.ToString("N0", CultureInfo.InvariantCulture);

    static string Seconds(double milliseconds) => $"{(milliseconds / 1000).ToString("F1", CultureInfo.InvariantCulture)}s";
}
