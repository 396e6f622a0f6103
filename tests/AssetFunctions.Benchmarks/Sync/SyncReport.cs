using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>Rows that set what a sync cost beside what the naive algorithm cost.</summary>
static class SyncReport
{
    /// <summary>Adds a measurement that has to stay at or below a target where there is one.</summary>
    public static void AtMostIf(this Report report, double? target, string metric, double value, string unit)
    {
        if (target is { } most)
        {
            report.AtMost(metric, value, unit, most);
        }
        else
        {
            report.Note(metric, value, unit);
        }
    }

    public static void Compare(this Report report, string label, SyncCost cost, SyncCost naive, double? target)
    {
        report.AtMostIf(target, $"{label}: requests", cost.Requests, "requests");
        report.Note($"{label}: requests, naive", naive.Requests, "requests");
        report.Note($"{label}: units", cost.RequestUnits, "RU");
        report.Note($"{label}: units, naive", naive.RequestUnits, "RU");
    }
}
