using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Tests;

/// <summary>The page of the benchmarks has the figures of every case, as a run with <c>--record</c> writes them.</summary>
public sealed class PageSectionTests
{
    public static TheoryData<string> Cases => [.. BenchmarkCases.All.Select(benchmark => benchmark.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_page_has_the_figures_of_every_case(string name)
    {
        var page = File.ReadAllText(PageSection.Path);
        var (start, end) = Assert.NotNull(GeneratedFiles.FindSection(page, name));
        var lines = page[start..end].TrimEnd('\n').Split('\n');

        Assert.Matches(@"^Measured on \d{4}-\d{2}-\d{2} with \d+ cores\.$", lines[0]);
        Assert.Empty(lines[1]);
        Assert.NotEmpty(lines[2..]);
        Assert.All(lines[2..], line => Assert.Matches(@"^- .+: \*\*[\d,.–]+\*\* .+$", line));
    }

    [Fact]
    public void A_figure_shows_its_unit_its_target_and_whether_the_target_was_missed()
    {
        Row[] rows = [Row.Of("cache", "hit", 98.5, "ns", Target.AtMost(100)), Row.Of("cache", "miss", 250, "ns", Target.AtMost(100)), Row.Of("cache", "entries", 5, "assets", Target.None)];

        Assert.Equal(
            """
            Measured on 2026-03-01 with CORES cores.

            - hit: **98.5** ns, target <= 100
            - miss: **250** ns, target <= 100, missed
            - entries: **5** assets
            """.Replace("CORES", $"{Environment.ProcessorCount}", StringComparison.Ordinal),
            PageSection.Text(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), rows));
    }
}
