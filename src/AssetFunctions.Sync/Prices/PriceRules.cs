using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>Current price and facts of an asset as one provider reports them.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Usd">Price of one token in US dollars, or null where the provider knows none.</param>
/// <param name="AsOf">When it was observed (UTC).</param>
/// <param name="Provider">Name of the provider.</param>
/// <param name="Facts">Facts of the asset as the provider reports them, or null where it reports none.</param>
public sealed record PriceObservation(AssetKey Key, decimal? Usd, DateTimeOffset AsOf, string Provider, AssetFacts? Facts = null)
{
    /// <summary>The provider's confidence, 0–1, or null where it states none.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>Whether the observation comes from a wallet that holds the asset.</summary>
    public bool IsHeld { get; init; }
}

/// <summary>Decision on one observation.</summary>
/// <param name="Write">The price to store, or null for none.</param>
/// <param name="IsFresh">Whether nothing is written because the stored price is young enough or newer.</param>
public readonly record struct PriceDecision(AssetPrice? Write, bool IsFresh);

/// <summary>
/// Decides whether a price is stored. Unknown and zero never overwrite a price; a stored price younger than the threshold, or newer than the
/// observation, stays; a jump beyond the limit is kept as suspect until a second observation, at least one threshold later, confirms it. For an
/// asset that nothing vouches for, that second observation must come from another provider.
/// </summary>
/// <param name="threshold">Minimum time between two stored observations.</param>
/// <param name="jumpFactor">Largest plausible factor between two consecutive observations, up or down.</param>
/// <param name="spam">Decides which assets are vouched for.</param>
public sealed class PriceRules(TimeSpan threshold, decimal jumpFactor, SpamRules spam)
{
    public TimeSpan Threshold { get; } = threshold;

    /// <summary>Decides on one observation.</summary>
    /// <param name="stored">The stored price, or null for none.</param>
    /// <param name="observation">The observation.</param>
    /// <param name="verified">Whether the provider of the asset's facts vouches for it; null if it does not say.</param>
    public PriceDecision Decide(AssetPrice? stored, PriceObservation observation, bool? verified)
    {
        if (observation.Usd is not { } usd || usd <= 0)
        {
            return default;
        }

        var observed = new AssetPrice(usd, observation.AsOf, observation.Provider) { Confidence = observation.Confidence };
        if (stored is null)
        {
            return new PriceDecision(observed, IsFresh: false);
        }

        if (observation.AsOf - stored.ObservedAt < Threshold)
        {
            return new PriceDecision(null, IsFresh: true);
        }

        var isBelievable = IsWithinJump(stored.Usd, usd) 
            || (stored.Suspect is { } suspect && IsWithinJump(suspect.Usd, usd) && MayConfirm(observation, suspect, verified));
        return new PriceDecision(
            isBelievable ? observed : stored with { Suspect = new SuspectPrice(usd, observation.AsOf, observation.Provider) },
            IsFresh: false);
    }

    bool MayConfirm(PriceObservation observation, SuspectPrice suspect, bool? verified) =>
        spam.IsVouchedFor(observation.Key, verified) || !string.Equals(observation.Provider, suspect.Provider, StringComparison.Ordinal);

    // Divides because the product of two extreme prices would overflow.
    bool IsWithinJump(decimal reference, decimal price)
    {
        var (low, high) = reference <= price ? (reference, price) : (price, reference);
        return high / jumpFactor <= low;
    }
}
