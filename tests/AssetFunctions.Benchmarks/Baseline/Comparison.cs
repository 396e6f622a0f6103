using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Baseline;

/// <summary>The rows of both sides from one round; no rows from a side that lacks the case.</summary>
sealed record Round(IReadOnlyList<Row> Baseline, IReadOnlyList<Row> Now);

/// <summary>One metric of two commits.</summary>
/// <param name="Metric">Its name today.</param>
/// <param name="Unit">Of both values.</param>
/// <param name="Baseline">The baseline's value, or null where it has no such metric.</param>
/// <param name="Now">The row of the working tree, or null where it has no such metric.</param>
/// <param name="Ratio">Value divided by the baseline's, or null where that cannot be computed.</param>
/// <param name="Relative">The row that sets both beside each other, or null where that cannot be done.</param>
sealed record ComparedRow(string Metric, string Unit, double? Baseline, Row? Now, double? Ratio, Row? Relative)
{
    public bool Holds => Now is not { Holds: false } && Relative is not { Holds: false };
}

/// <summary>Sets the rounds of two commits beside each other.</summary>
static class Comparison
{
    /// <summary>
    /// Values are medians over the rounds. A ratio is the median of the ratios of each round, because whatever else the machine does slows the
    /// two sides of one round alike. Counts that have to be 0 are those of the worst round.
    /// </summary>
    public static IReadOnlyList<ComparedRow> Of(string name, IReadOnlyList<Round> rounds)
    {
        var renamed = rounds
            .Select(round => round with { Baseline = [.. round.Baseline.Select(row => row with { Metric = BaselineTarget.CurrentName(name, row.Metric) })] })
            .ToList();
        var metrics = renamed.SelectMany(round => round.Now).Concat(renamed.SelectMany(round => round.Baseline)).Select(row => row.Metric);
        return [.. metrics.Distinct(StringComparer.Ordinal).Select(metric => Compare(name, metric, renamed))];
    }

    static ComparedRow Compare(string name, string metric, IReadOnlyList<Round> rounds)
    {
        var before = rounds.Select(round => Find(round.Baseline, metric)).OfType<Row>().ToList();
        var now = rounds.Select(round => Find(round.Now, metric)).OfType<Row>().ToList();
        var pairs = rounds
            .Select(round => (Baseline: Find(round.Baseline, metric)?.Value, Now: Find(round.Now, metric)?.Value))
            .Where(pair => pair is { Baseline: not null, Now: not null })
            .Select(pair => (Baseline: pair.Baseline!.Value, Now: pair.Now!.Value))
            .ToList();
        var canDivide = pairs.Count > 0 && pairs.TrueForAll(pair => pair.Baseline != 0);
        double? ratio = canDivide ? Statistics.Median(pairs.Select(pair => pair.Now / pair.Baseline)) : null;
        return new ComparedRow(
            metric,
            (now.Count > 0 ? now : before)[0].Unit,
            before.Count > 0 ? Statistics.Median(before.Select(row => row.Value)) : null,
            now.Count > 0 ? Merge(now) : null,
            ratio,
            Relative(name, metric, pairs, ratio, (now.Count > 0 ? now : before)[0].Unit));
    }

    static Row? Relative(string name, string metric, List<(double Baseline, double Now)> pairs, double? ratio, string unit)
    {
        var target = BaselineTarget.Of(name, metric);
        if (target.Measure == Measure.Ratio)
        {
            return ratio is { } times ? Row.Of(name, $"{metric}, ratio to baseline", times, "times", target.Target) : null;
        }

        if (pairs.Count == 0)
        {
            return null;
        }

        var difference = Statistics.Median(pairs.Select(pair => pair.Now - pair.Baseline));
        return Row.Of(name, $"{metric}, difference to baseline", target.Measure == Measure.Distance ? Math.Abs(difference) : difference, unit, target.Target);
    }

    static Row Merge(List<Row> rounds)
    {
        var target = Target.Parse(rounds[0].Target);
        var values = rounds.Select(row => row.Value);
        var value = target.IsZero ? values.Max() : Statistics.Median(values);
        return rounds[0] with { Value = Figure.Round(value), Holds = target.IsMetBy(value) };
    }

    // Earlier commits used a name for several rows; the first of them counts.
    static Row? Find(IReadOnlyList<Row> rows, string metric) => rows.FirstOrDefault(row => row.Metric == metric);
}
