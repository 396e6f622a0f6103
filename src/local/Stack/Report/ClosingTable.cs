using System.Globalization;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Stack.Runs;
using Spectre.Console;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>What all runs did together, and what the database counted meanwhile.</summary>
static class ClosingTable
{
    /// <param name="counted">What the local database counted between the first request and the end of the last run.</param>
    /// <param name="wallTime">From the first request to the end of the last run.</param>
    public static Table Render(IReadOnlyList<RunProgress> runs, MeterSnapshot counted, TimeSpan wallTime)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]all wallets[/]").ShowFooters();
        var summaries = runs.Where(run => run.Summary is not null).Select(run => run.Summary!).ToList();
        int Sum(string field) => summaries.Sum(summary => summary.Int(field));

        Add(table, "wallet", $"{runs.Count}", Justify.Left);
        Add(table, "status", string.Join(", ", runs.GroupBy(run => run.Status).Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}")), Justify.Left);
        Add(table, "positions", N(Sum("Positions")));
        Add(table, "written", N(Sum("PositionsWritten")));
        Add(table, "new assets", N(Sum("AssetsCreated")));
        Add(table, "prices", N(Sum("PricesUpdated")));
        Add(table, "skipped", Skipped(summaries), Justify.Left);
        Add(table, "requests", N(counted.DataRequests));
        Add(table, "naive", N(Sum("NaiveRequests")));
        Add(table, "RU", counted.RequestUnits.ToString("N1", CultureInfo.InvariantCulture));
        Add(table, "time", $"{wallTime.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        foreach (var run in runs)
        {
            table.AddRow([new Markup(Markup.Escape(run.Name)), ProgressView.Status(run), .. Cells(run.Summary).Select(cell => new Markup(Markup.Escape(cell)))]);
        }

        return table;
    }

    static void Add(Table table, string header, string footer, Justify alignment = Justify.Right) =>
        table.AddColumn(new TableColumn(header) { Alignment = alignment, NoWrap = header != "skipped", Footer = new Markup($"[bold]{Markup.Escape(footer)}[/]") });

    static string[] Cells(AppEvent? summary) => summary is null
        ? ["", "", "", "", "", "", "", "", ""]
        :
        [
            N(summary.Int("Positions")),
            N(summary.Int("PositionsWritten")),
            N(summary.Int("AssetsCreated")),
            N(summary.Int("PricesUpdated")),
            Skipped([summary]),
            N(summary.Int("Requests")),
            N(summary.Int("NaiveRequests")),
            summary.Number("RequestUnits").ToString("N1", CultureInfo.InvariantCulture),
            $"{(summary.Number("DurationMs") / 1000).ToString("F1", CultureInfo.InvariantCulture)} s",
        ];

    static string Skipped(IEnumerable<AppEvent> summaries)
    {
        var byReason = summaries
            .SelectMany(summary => summary.Counts("Skipped."))
            .GroupBy(skip => skip.Name, skip => skip.Count, StringComparer.Ordinal)
            .Select(group => $"{group.Sum()} {group.Key}");
        return string.Join(", ", byReason);
    }

    static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
