using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Baseline;

/// <summary>How a value is set beside that of the baseline.</summary>
enum Measure
{
    /// <summary>Value divided by the baseline's.</summary>
    Ratio,

    /// <summary>Value minus the baseline's.</summary>
    Difference,

    /// <summary>The difference without its sign.</summary>
    Distance,
}

/// <summary>What a metric has to reach beside the baseline. A metric without an entry is shown with its ratio and no target.</summary>
sealed record BaselineTarget(string Case, string Metric, Measure Measure, Target Target)
{
    // Noise of a machine that does nothing else.
    const double Noise = 1.05;

    /// <summary>Every target that compares two commits.</summary>
    public static IReadOnlyList<BaselineTarget> All { get; } =
    [
        new("run", "sync phase", Measure.Ratio, Target.AtMost(2)),
        new("run", "database requests", Measure.Difference, Target.AtMost(2)),
        new("run", "runs completed", Measure.Distance, Target.AtMost(0)),
        new("run", "runs partial", Measure.Distance, Target.AtMost(0)),
        new("run", "runs failed", Measure.Distance, Target.AtMost(0)),
        new("fleet", "every asset known after 200 wallets: wallets per second, other 800", Measure.Ratio, Target.AtLeast(1 / Noise)),
        new("fleet", "assets turn up all the time: wallets per second, other 800", Measure.Ratio, Target.AtLeast(1 / Noise)),
        new("fleet", CaseProcess.CpuTime, Measure.Ratio, Target.AtMost(Noise)),
        new("fleet", CaseProcess.PeakWorkingSet, Measure.Ratio, Target.AtMost(Noise)),
        new("schedule", CaseProcess.PeakWorkingSet, Measure.Ratio, Target.AtMost(Noise)),
        new("host", "build of src/AssetFunctions with nothing changed, median", Measure.Ratio, Target.AtMost(1)),
        new("whale", "peak working set of the worker process", Measure.Ratio, Target.AtMost(Noise)),
    ];

    /// <summary>Metrics by the names that earlier commits gave them.</summary>
    static IReadOnlyList<(string Case, string Metric, string Earlier)> Renamed { get; } =
    [
        ("whale", "peak working set of the worker process", "peak working set of the app"),
        ("whale", "peak working set of the worker process with 1,000 positions", "peak working set with 1,000 positions"),
        ("schedule", "100,000 due wallets read, moved and requested", "100,000 due wallets enumerated, moved and asked for"),
        ("schedule", "wallets requested more than once or not at all", "wallets asked for more than once or not at all"),
    ];

    /// <summary>The target of a metric, which may be none.</summary>
    public static BaselineTarget Of(string name, string metric) =>
        All.FirstOrDefault(target => target.Case == name && target.Metric == metric) ?? new(name, metric, Measure.Ratio, Target.None);

    /// <summary>Today's name of a metric that an earlier commit may have called otherwise.</summary>
    public static string CurrentName(string name, string metric) =>
        Renamed.FirstOrDefault(renamed => renamed.Case == name && renamed.Earlier == metric).Metric ?? metric;
}
