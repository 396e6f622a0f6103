namespace AssetFunctions.Sync.Assets;

/// <summary>A price of one whole token in US dollars, with where and when it was observed.</summary>
/// <param name="Usd">Exact price, greater than zero. 1e-18 and below are kept.</param>
/// <param name="AsOf">When the provider observed it (UTC, millisecond precision).</param>
/// <param name="Provider">Name of the provider, e.g. <c>zerion</c>.</param>
public sealed record AssetPrice(decimal Usd, DateTimeOffset AsOf, string Provider)
{
    /// <summary>Confidence the provider states, 0–1, or null where it states none.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>When the asset's price was last looked at, believed or not (UTC). The update threshold counts from here.</summary>
    public DateTimeOffset ObservedAt => Suspect?.AsOf ?? AsOf;

    /// <summary>An observation that jumped beyond the bound and waits for a second one to confirm it; not used for values.</summary>
    public SuspectPrice? Suspect { get; init; }
}

/// <summary>A price observation that was not believed yet.</summary>
/// <param name="Usd">The observed price in US dollars.</param>
/// <param name="AsOf">When it was observed (UTC).</param>
/// <param name="Provider">Who observed it.</param>
public sealed record SuspectPrice(decimal Usd, DateTimeOffset AsOf, string Provider);
