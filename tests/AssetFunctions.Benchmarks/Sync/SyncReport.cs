namespace AssetFunctions.Benchmarks.Sync;

/// <summary>Rows that set what a sync cost beside what the naive algorithm cost.</summary>
static class SyncReport
{
    public static void Compare(this Report report, string label, SyncCost cost, SyncCost naive, double? target)
    {
        if (target is { } most)
        {
            report.AtMost($"{label}: requests", cost.Requests, "requests", most);
        }
        else
        {
            report.Note($"{label}: requests", cost.Requests, "requests");
        }

        report.Note($"{label}: requests, naive", naive.Requests, "requests");
        report.Note($"{label}: units", cost.RequestUnits, "RU");
        report.Note($"{label}: units, naive", naive.RequestUnits, "RU");
    }
}
