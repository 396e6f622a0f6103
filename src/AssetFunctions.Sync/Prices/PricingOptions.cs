using System.ComponentModel.DataAnnotations;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>Settings of price updates, section <c>Sync:Pricing</c>.</summary>
public sealed class PricingOptions
{
    public const string Section = "Sync:Pricing";

    /// <summary>Minimum time between two stored prices of one asset, in seconds. Default 600.</summary>
    [Range(0, 24 * 60 * 60)]
    public int ThresholdSeconds { get; set; } = PricingDefaults.ThresholdSeconds;

    /// <summary>Largest plausible factor between two consecutive prices, up or down. Default 10.</summary>
    [Range(1.01, 1_000_000)]
    public double JumpFactor { get; set; } = PricingDefaults.JumpFactor;

    /// <param name="spam">Decides which assets are vouched for.</param>
    /// <param name="thresholds">Age at which a price is replaced, in thresholds.</param>
    public PriceRules ToRules(SpamRules spam, int thresholds = 1) => new(TimeSpan.FromSeconds(ThresholdSeconds * thresholds), (decimal)JumpFactor, spam);
}

/// <summary>Defaults of price updates.</summary>
public static class PricingDefaults
{
    /// <summary>Minimum time between two stored prices of one asset, in seconds.</summary>
    public const int ThresholdSeconds = 10 * 60;

    /// <summary>Age in thresholds at which a sync replaces a price that the price refresh should have replaced.</summary>
    public const int LateThresholds = 2;

    /// <summary>Largest plausible factor between two consecutive prices, up or down.</summary>
    public const double JumpFactor = 10;
}
