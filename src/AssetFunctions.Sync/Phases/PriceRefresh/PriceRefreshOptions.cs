using System.ComponentModel.DataAnnotations;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>Settings of the price refresh, section <c>Sync:PriceRefresh</c>. When it runs is setting <c>PriceRefreshSchedule</c>.</summary>
public sealed class PriceRefreshOptions
{
    public const string Section = "Sync:PriceRefresh";

    /// <summary>Whether prices are refreshed between the syncs of wallets. Default true.</summary>
    public bool Enabled { get; set; } = PriceRefreshDefaults.Enabled;

    /// <summary>Days after the last sync that found a wallet holding an asset during which its price is refreshed. Default 7.</summary>
    [Range(1, 400)]
    public int HeldDays { get; set; } = PriceRefreshDefaults.HeldDays;

    /// <summary>
    /// Age of a price from which it is refreshed, in seconds. Unset, or where it is less, <see cref="PricingOptions.ThresholdSeconds"/>:
    /// a younger price would not be replaced anyway.
    /// </summary>
    [Range(0, 31 * 24 * 60 * 60)]
    public int? ThresholdSeconds { get; set; }

    /// <summary>Assets of one message. Default 600.</summary>
    [Range(1, 1000)]
    public int PageSize { get; set; } = PriceRefreshDefaults.PageSize;

    /// <summary>How long the provider is not asked again for an asset that it does not price, in seconds. Default 21,600.</summary>
    [Range(0, 31 * 24 * 60 * 60)]
    public int AbsentSeconds { get; set; } = PriceRefreshDefaults.AbsentSeconds;

    /// <summary>How long a refresh may be put off while the provider is out of quota, in seconds; then the next tick takes over. Default 3,600.</summary>
    [Range(1, 7 * 24 * 60 * 60)]
    public int MaxAgeSeconds { get; set; } = PriceRefreshDefaults.MaxAgeSeconds;

    /// <summary>The age in use.</summary>
    internal TimeSpan Threshold(PricingOptions pricing) => TimeSpan.FromSeconds(Math.Max(ThresholdSeconds ?? 0, pricing.ThresholdSeconds));

    /// <summary>Earliest holding that counts.</summary>
    internal DateTimeOffset HeldSince(DateTimeOffset now) => now - TimeSpan.FromDays(HeldDays);
}
