using System.Globalization;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Reporting;

/// <summary>The section of the benchmarks' page that shows the rows of one case, between the markers <c>&lt;!-- case --&gt;</c> and <c>&lt;!-- /case --&gt;</c>.</summary>
static class PageSection
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "tests", "AssetFunctions.Benchmarks", "README.md");

    /// <summary>Puts the rows in the place of those that the page has.</summary>
    public static void Write(string name, DateTimeOffset measuredAt, IReadOnlyList<Row> rows)
    {
        var page = File.ReadAllText(Path);
        var (start, end) = GeneratedFiles.FindSection(page, name) ?? throw new BenchmarkException($"{Path} has no section '{name}'.");
        File.WriteAllText(Path, $"{page[..start]}{Text(measuredAt, rows)}\n{page[end..]}");
    }

    public static string Text(DateTimeOffset measuredAt, IReadOnlyList<Row> rows) => string.Join('\n',
    [
        string.Create(CultureInfo.InvariantCulture, $"Measured on {measuredAt:yyyy-MM-dd} with {Environment.ProcessorCount} cores."),
        string.Empty,
        .. rows.Select(row => $"- {row.Metric}: **{Figure.Text(row.Value)}** {row.Unit}{TargetOf(row)}"),
    ]);

    static string TargetOf(Row row) => row.Target.Length == 0 ? string.Empty : $", target {row.Target}{(row.Holds ? string.Empty : ", missed")}";
}
