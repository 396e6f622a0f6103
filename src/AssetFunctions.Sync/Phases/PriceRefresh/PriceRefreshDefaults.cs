namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>Defaults of the price refresh.</summary>
public static class PriceRefreshDefaults
{
    public const bool Enabled = true;

    /// <summary>Days after the last sync that found a wallet holding an asset during which its price is refreshed.</summary>
    public const int HeldDays = 7;

    /// <summary>Assets of one message: four calls to a provider that takes 150 at a time.</summary>
    public const int PageSize = 600;

    /// <summary>How long a provider is not asked for an asset that it does not price, in seconds, before jitter.</summary>
    public const int AbsentSeconds = 6 * 60 * 60;

    /// <summary>How long a refresh may be put off, in seconds.</summary>
    public const int MaxAgeSeconds = 60 * 60;

    /// <summary>Share by which the time of an absent asset is lengthened at random, so that they are not all asked for together.</summary>
    internal const double AbsentJitter = 0.2;

    /// <summary>Most assets of which it is remembered when to ask for them again.</summary>
    internal const int MaxRemembered = 100_000;

    /// <summary>
    /// Share of the threshold during which a provider is not asked again for a price that was no news: less than one, so that the next tick
    /// asks, and enough for a tick that comes twice.
    /// </summary>
    internal const double NoNewsShare = 0.5;

    /// <summary>How long others leave an asset to the delivery that is asking for it; one that was killed never lets go.</summary>
    internal static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(5);

    /// <summary>Wait before the rest of an incomplete answer is asked for, where the provider does not tell.</summary>
    internal static readonly TimeSpan RestDelay = TimeSpan.FromSeconds(30);
}
