using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Phases.MarketRefresh;

/// <summary>Settings of the market data refresh, section <c>Sync:MarketRefresh</c>. Setting <c>MarketRefreshSchedule</c> determines when it runs.</summary>
public sealed class MarketRefreshOptions
{
    public const string Section = "Sync:MarketRefresh";

    /// <summary>Whether market data is refreshed. Default true.</summary>
    public bool Enabled { get; set; } = MarketRefreshDefaults.Enabled;

    /// <summary>Days for which an asset's market data is refreshed after a sync last found the asset in a wallet. Default 7.</summary>
    [Range(1, 400)]
    public int HeldDays { get; set; } = MarketRefreshDefaults.HeldDays;

    /// <summary>Hours for which market data needs no further call. Default 5.</summary>
    [Range(0, 31 * 24)]
    public int MinAgeHours { get; set; } = MarketRefreshDefaults.MinAgeHours;

    /// <summary>Provider calls of one run, each for up to 25 assets on all their networks. Default 5.</summary>
    [Range(1, 1000)]
    public int CallsPerRun { get; set; } = MarketRefreshDefaults.CallsPerRun;

    /// <summary>Provider calls of a day (UTC), over all instances that share Redis. They count against the provider's budgets too. Default 20.</summary>
    [Range(1, 100_000)]
    public int CallsPerDay { get; set; } = MarketRefreshDefaults.CallsPerDay;
}
