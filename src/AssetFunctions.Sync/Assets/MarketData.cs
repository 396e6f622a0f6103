namespace AssetFunctions.Sync.Assets;

/// <summary>Market figures of an asset over all its networks. A null figure is unknown, never zero.</summary>
/// <param name="AsOf">When the provider stated the oldest of the figures (UTC, millisecond precision).</param>
/// <param name="Provider">Name of the provider that stated it, e.g. <c>zerion</c>.</param>
public sealed record MarketData(DateTimeOffset AsOf, string Provider)
{
    /// <summary>Market capitalization in US dollars, greater than zero.</summary>
    public decimal? CapUsd { get; init; }

    /// <summary>Volume traded within 24 hours in US dollars, zero or more.</summary>
    public decimal? Volume24hUsd { get; init; }

    /// <summary>Change of the price within 24 hours in percent, −100 or more.</summary>
    public decimal? Change24h { get; init; }

    /// <summary>Since when a provider has listed the asset (UTC); where it does not say, since when its figures have been known here.</summary>
    public DateTimeOffset? ListedSince { get; init; }

    /// <summary>Whether there is any figure.</summary>
    public bool HasFigures => this is not { CapUsd: null, Volume24hUsd: null, Change24h: null };

    /// <summary>
    /// Merges newly stated figures into the known ones. A known figure that is not stated again stays, and then the age of the older figures applies to
    /// all.
    /// </summary>
    public static MarketData? Merge(MarketData? known, MarketData? stated)
    {
        if (known is null || stated is null)
        {
            return stated ?? known;
        }

        var keepsFigure = (known.CapUsd is not null && stated.CapUsd is null)
            || (known.Volume24hUsd is not null && stated.Volume24hUsd is null)
            || (known.Change24h is not null && stated.Change24h is null);
        return (keepsFigure ? known : stated) with
        {
            CapUsd = stated.CapUsd ?? known.CapUsd,
            Volume24hUsd = stated.Volume24hUsd ?? known.Volume24hUsd,
            Change24h = stated.Change24h ?? known.Change24h,
            ListedSince = stated.ListedSince ?? known.ListedSince,
        };
    }
}
