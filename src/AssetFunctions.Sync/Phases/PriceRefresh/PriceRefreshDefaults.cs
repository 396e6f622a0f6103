namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>Defaults of the price refresh.</summary>
public static class PriceRefreshDefaults
{
    public const bool Enabled = true;

    /// <summary>Days for which an asset's price is refreshed after a sync last found the asset in a wallet.</summary>
    public const int HeldDays = 7;

    /// <summary>Assets per message: four calls to a provider that accepts 150 at a time.</summary>
    public const int PageSize = 600;

    /// <summary>Seconds without calls for an asset that the provider does not price, before jitter.</summary>
    public const int AbsentSeconds = 6 * 60 * 60;

    /// <summary>Seconds for which a refresh may be deferred.</summary>
    public const int MaxAgeSeconds = 60 * 60;

    /// <summary>Maximum share by which the time of an absent asset is extended at random, so that they do not all expire together.</summary>
    internal const double AbsentJitter = 0.2;

    /// <summary>Maximum number of assets in <see cref="PriceCallFilter"/>.</summary>
    internal const int MaxRemembered = 100_000;

    /// <summary>
    /// Share of the threshold for which an unchanged asset needs no further call: less than 1, so that the next tick calls again, and enough to
    /// skip a tick that fires twice.
    /// </summary>
    internal const double UnchangedShare = 0.5;

    /// <summary>Time after which the claim of a delivery on an asset expires, because a killed delivery never releases it.</summary>
    internal static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(5);

    /// <summary>Delay before requesting the rest of an incomplete response when the provider does not state one.</summary>
    internal static readonly TimeSpan RestDelay = TimeSpan.FromSeconds(30);
}
