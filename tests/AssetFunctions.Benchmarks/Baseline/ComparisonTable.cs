using AssetFunctions.Benchmarks.Reporting;
using Spectre.Console;

namespace AssetFunctions.Benchmarks.Baseline;

/// <summary>Prints a comparison, one line per metric.</summary>
static class ComparisonTable
{
    static readonly string[] Columns = ["metric", "baseline", "now", "ratio", "unit", "target", "holds"];

    public static void Print(IAnsiConsole console, string title, IReadOnlyList<ComparedRow> rows) =>
        ReportTable.Print(console, title, Columns, rows.Select(row =>
        {
            var targets = new[] { row.Now?.Target ?? "", RelativeTarget(row) }.Where(target => target.Length > 0).ToList();
            return new[]
            {
                row.Metric, Text(row.Baseline), Text(row.Now?.Value), Text(row.Ratio), row.Unit, string.Join(", ", targets),
                ReportTable.Verdict(targets.Count > 0, row.Holds),
            };
        }));

    static string RelativeTarget(ComparedRow row) => row.Relative is { Target.Length: > 0 } relative
        ? BaselineTarget.Of(relative.Case, row.Metric).Measure switch
        {
            Measure.Ratio => $"ratio {relative.Target}",
            Measure.Difference => $"difference {relative.Target}",
            _ => $"off by {relative.Target}",
        }
        : "";

    static string Text(double? value) => value is { } number ? Figure.Text(number) : "";
}
