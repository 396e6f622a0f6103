namespace AssetFunctions.Sync.Assets;

/// <summary>Price of one whole token in US dollars, with the provider and time of its observation.</summary>
/// <param name="Usd">Exact price, greater than zero. 1e-18 and below are kept.</param>
/// <param name="AsOf">When the provider observed it (UTC, millisecond precision).</param>
/// <param name="Provider">Name of the provider, e.g. <c>zerion</c>.</param>
public sealed record AssetPrice(decimal Usd, DateTimeOffset AsOf, string Provider)
{
    /// <summary>The provider's confidence, 0–1, or null where it states none.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>Time of the latest observation, accepted or suspect (UTC). The update threshold counts from here.</summary>
    public DateTimeOffset ObservedAt => Suspect?.AsOf ?? AsOf;

    /// <summary>Observation beyond the jump limit that a second one has to confirm; not used for values.</summary>
    public SuspectPrice? Suspect { get; init; }

    /// <summary>The one of two stored prices of an asset that is its current one: the later one; <paramref name="second"/> where neither is.</summary>
    public static AssetPrice? Later(AssetPrice? first, AssetPrice? second) =>
        first is null ? second
        : second is null || (first.AsOf, first.ObservedAt).CompareTo((second.AsOf, second.ObservedAt)) > 0 ? first
        : second;
}

/// <summary>A price observation that is not confirmed yet.</summary>
/// <param name="Usd">The observed price in US dollars.</param>
/// <param name="AsOf">When it was observed (UTC).</param>
/// <param name="Provider">Name of the provider.</param>
public sealed record SuspectPrice(decimal Usd, DateTimeOffset AsOf, string Provider);
