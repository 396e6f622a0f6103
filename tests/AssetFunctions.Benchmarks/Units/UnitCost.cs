using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>Request units and requests of one piece of work, or their mean over several.</summary>
sealed record UnitCost(double Units, double Requests)
{
    public static UnitCost Of(SyncCost cost) => new(cost.RequestUnits, cost.Requests);

    public static UnitCost Mean(IReadOnlyCollection<UnitCost> costs) => new(costs.Average(cost => cost.Units), costs.Average(cost => cost.Requests));

    public static UnitCost operator +(UnitCost left, UnitCost right) => new(left.Units + right.Units, left.Requests + right.Requests);

    public static UnitCost operator -(UnitCost left, UnitCost right) => new(left.Units - right.Units, left.Requests - right.Requests);

    public static UnitCost operator *(double factor, UnitCost cost) => new(factor * cost.Units, factor * cost.Requests);
}

static class UnitsReport
{
    /// <summary>Adds what something cost, with its targets and beside the naive algorithm where there are any.</summary>
    public static void Cost(this Report report, string label, UnitCost cost, double? units = null, double? requests = null, UnitCost? naive = null)
    {
        report.AtMostIf(units, $"{label}: units", cost.Units, "RU");
        report.AtMostIf(requests, $"{label}: requests", cost.Requests, "requests");
        if (naive is not null)
        {
            report.Note($"{label}: units, naive", naive.Units, "RU");
            report.Note($"{label}: requests, naive", naive.Requests, "requests");
        }
    }
}
