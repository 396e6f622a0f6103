using System.Globalization;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Local.Cosmos.Metering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>What all runs did together, and what the database counted meanwhile.</summary>
static class ClosingTable
{
    /// <param name="counted">What the local database counted between the first request and the end of the last run.</param>
    /// <param name="wallTime">From the first request to the end of the last run.</param>
    public static IRenderable Render(IReadOnlyList<FollowedRun> runs, MeterSnapshot counted, TimeSpan wallTime)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]all wallets[/]").ShowFooters();
        var counts = runs.Select(run => run.Run.Counts).OfType<CountsResponse>().ToList();

        Add(table, "wallet", $"{runs.Count}", Justify.Left);
        Add(table, "status", string.Join(", ", runs.CountBy(run => run.Run.Status).Select(group => $"{group.Value} {group.Key}")), Justify.Left);
        Add(table, "positions", Figures.Count(counts.Sum(count => count.Positions)));
        Add(table, "written", Figures.Count(counts.Sum(count => count.PositionsWritten)));
        Add(table, "new assets", Figures.Count(counts.Sum(count => count.AssetsCreated)));
        Add(table, "prices", Figures.Count(counts.Sum(count => count.PricesUpdated)));
        Add(table, "skipped", Skipped(runs), Justify.Left);
        Add(table, "requests", Figures.Count(counted.DataRequests));
        Add(table, "naive", Figures.Count(counts.Sum(count => count.NaiveRequests)));
        Add(table, "RU", Units(counted.RequestUnits));
        Add(table, "time", Seconds(wallTime.TotalMilliseconds));
        foreach (var run in runs)
        {
            table.AddRow([Tables.Cell(run.Name), Tables.State(run.Run.Status), .. Cells(run).Select(Tables.Cell)]);
        }

        return Tables.WithReasons(table, runs);
    }

    static void Add(Table table, string header, string footer, Justify alignment = Justify.Right) =>
        table.AddColumn(new TableColumn(header) { Alignment = alignment, NoWrap = header != "skipped", Footer = new Markup($"[bold]{Markup.Escape(footer)}[/]") });

    static string[] Cells(FollowedRun run) => run.Run.Counts is not { } counts
        ? ["", "", "", "", "", "", "", "", ""]
        :
        [
            Figures.Count(counts.Positions),
            Figures.Count(counts.PositionsWritten),
            Figures.Count(counts.AssetsCreated),
            Figures.Count(counts.PricesUpdated),
            Skipped([run]),
            Figures.Count(counts.Requests),
            Figures.Count(counts.NaiveRequests),
            Units(counts.RequestUnits),
            run.Run.DurationMs is { } duration ? Seconds(duration) : "",
        ];

    static string Skipped(IEnumerable<FollowedRun> runs) => string.Join(", ", runs
        .SelectMany(run => run.Run.Skipped)
        .AggregateBy(gap => gap.Reason, 0, (sum, gap) => sum + gap.Count, StringComparer.Ordinal)
        .Select(group => $"{group.Value} {Figures.Words(group.Key)}"));

    static string Units(double units) => units.ToString("N1", CultureInfo.InvariantCulture);

    static string Seconds(double milliseconds) => $"{(milliseconds / 1000).ToString("F1", CultureInfo.InvariantCulture)} s";
}
