using System.ComponentModel.DataAnnotations;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>Settings of the price refresh, section <c>Sync:PriceRefresh</c>. Setting <c>PriceRefreshSchedule</c> determines when it runs.</summary>
public sealed class PriceRefreshOptions
{
    public const string Section = "Sync:PriceRefresh";

    /// <summary>Whether prices are refreshed between wallet syncs. Default true.</summary>
    public bool Enabled { get; set; } = PriceRefreshDefaults.Enabled;

    /// <summary>Days for which an asset's price is refreshed after a sync last found the asset in a wallet. Default 7.</summary>
    [Range(1, 400)]
    public int HeldDays { get; set; } = PriceRefreshDefaults.HeldDays;

    /// <summary>
    /// Age at which a price is refreshed, in seconds. At least <c>Sync:Pricing:ThresholdSeconds</c>, which is also the default: younger prices
    /// are never replaced.
    /// </summary>
    [Range(0, 31 * 24 * 60 * 60)]
    public int? ThresholdSeconds { get; set; }

    /// <summary>Assets per message. Default 600.</summary>
    [Range(1, 1000)]
    public int PageSize { get; set; } = PriceRefreshDefaults.PageSize;

    /// <summary>Seconds without calls for an asset that the provider does not price. Default 21,600.</summary>
    [Range(0, 31 * 24 * 60 * 60)]
    public int AbsentSeconds { get; set; } = PriceRefreshDefaults.AbsentSeconds;

    /// <summary>Seconds for which a refresh may be deferred while the provider is out of quota; after that, the next tick takes over. Default 3,600.</summary>
    [Range(1, 7 * 24 * 60 * 60)]
    public int MaxAgeSeconds { get; set; } = PriceRefreshDefaults.MaxAgeSeconds;

    /// <summary>Effective age at which a price is refreshed.</summary>
    internal TimeSpan Threshold(PricingOptions pricing) => TimeSpan.FromSeconds(Math.Max(ThresholdSeconds ?? 0, pricing.ThresholdSeconds));

    /// <summary>Assets that a sync found since this time are refreshed (UTC).</summary>
    internal DateTimeOffset HeldSince(DateTimeOffset now) => now - TimeSpan.FromDays(HeldDays);
}
