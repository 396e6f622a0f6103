using AssetFunctions.Benchmarks.Baseline;
using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Tests;

public sealed class ComparisonTests
{
    [Fact]
    public void Ratio_is_the_median_of_the_ratios_of_the_rounds()
    {
        // The machine was busy in the third round: both sides took ten times as long.
        var row = Compare("any", [(100, 150), (110, 176), (1000, 1700)]);

        Assert.Equal(1.6, row.Ratio);
        Assert.Equal((110, 176), (row.Baseline, row.Now!.Value));
        Assert.Equal(new Row("any", "time, ratio to baseline", 1.6, "ms", "", Holds: true) with { Unit = "times" }, row.Relative);
    }

    [Fact]
    public void Metric_of_one_side_has_no_ratio()
    {
        var rows = Comparison.Of("any", [new Round([Row("any", "old", 1)], [Row("any", "new", 2)])]);

        Assert.Equal(
            [("new", null, 2.0), ("old", 1.0, null)],
            rows.Select(row => (row.Metric, row.Baseline, row.Now?.Value)));
        Assert.All(rows, row => Assert.Null(row.Relative));
        Assert.All(rows, row => Assert.True(row.Holds));
    }

    [Fact]
    public void Metric_is_matched_by_its_former_name()
    {
        var rows = Comparison.Of(
            "whale",
            [new Round([Row("whale", "peak working set of the app", 200)], [Row("whale", "peak working set of the worker process", 220)])]);

        var row = Assert.Single(rows);
        Assert.Equal(1.1, row.Ratio);
        Assert.False(row.Holds);
    }

    [Theory]
    [InlineData("sync phase", 100, 200, true)]
    [InlineData("sync phase", 100, 201, false)]
    [InlineData("database requests", 76, 78, true)]
    [InlineData("database requests", 76, 30, true)]
    [InlineData("database requests", 76, 79, false)]
    [InlineData("runs completed", 7, 6, false)]
    [InlineData("runs failed", 0, 1, false)]
    public void Target_relative_to_the_baseline_decides(string metric, double baseline, double now, bool holds)
    {
        var row = Assert.Single(Comparison.Of("run", [new Round([Row("run", metric, baseline)], [Row("run", metric, now)])]));

        Assert.Equal(holds, row.Holds);
        Assert.Equal(holds, row.Relative!.Holds);
    }

    [Fact]
    public void Absolute_target_applies_to_the_median_of_the_rounds()
    {
        Assert.True(Compare("any", [(1, 4), (1, 5), (1, 9)], "<= 5").Holds);
        Assert.False(Compare("any", [(1, 4), (1, 6), (1, 9)], "<= 5").Holds);
    }

    [Fact]
    public void Count_that_must_be_zero_is_taken_from_the_worst_round()
    {
        var row = Compare("any", [(0, 0), (0, 3), (0, 0)], "<= 0");

        Assert.Equal(3, row.Now!.Value);
        Assert.False(row.Holds);
        Assert.Null(row.Ratio);
    }

    [Fact]
    public void Every_target_relative_to_the_baseline_belongs_to_a_case() =>
        Assert.All(BaselineTarget.All, target => Assert.NotNull(BenchmarkCases.Find(target.Case)));

    static ComparedRow Compare(string name, (double Baseline, double Now)[] rounds, string target = "") => Assert.Single(Comparison.Of(
        name, [.. rounds.Select(round => new Round([Row(name, "time", round.Baseline)], [Row(name, "time", round.Now) with { Target = target }]))]));

    static Row Row(string name, string metric, double value) => new(name, metric, value, "ms", "", Holds: true);
}
