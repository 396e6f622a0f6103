using System.Diagnostics.Metrics;

namespace AssetFunctions.Sync.Telemetry;

/// <summary>What the product measures of itself, for OpenTelemetry to read.</summary>
public sealed class SyncMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "AssetFunctions";

    readonly Histogram<double> _finishCharge;

    public SyncMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _finishCharge = factory.Create(MeterName).CreateHistogram<double>(
            "assetfunctions.run.finish.request_charge", "{request_unit}", "Request units of the request that ends a run. They are known only after it, so the run's record lacks them.");
    }

    /// <summary>Records the charge of the request that ended a run.</summary>
    public void RecordFinish(double requestUnits) => _finishCharge.Record(requestUnits);
}
