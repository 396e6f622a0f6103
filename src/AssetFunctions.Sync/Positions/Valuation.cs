using System.Numerics;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Positions;

/// <summary>
/// Values positions at the registry's prices. Loans and vouched debt tokens count as debt; an unknown price is never zero; spam has no value.
/// </summary>
public static class Valuation
{
    // A position worth more than this is assumed to be mispriced and is left out of the total.
    const decimal MaxPlausibleUsd = 1_000_000_000_000m;

    /// <summary>
    /// Values one position, asset or debt, regardless of the rest of its wallet. A value that the provider stated counts only while no price of
    /// the asset is known.
    /// </summary>
    /// <param name="held">Amount of the position.</param>
    /// <param name="asset">The registered asset, or null where the registry has none.</param>
    /// <param name="verdict">Verdict on the asset.</param>
    public static PositionValue Of(HeldAmount held, Asset? asset, SpamVerdict verdict)
    {
        var isLoan = PositionTypes.IsDebt(held.Type);
        var isDebtToken = !isLoan && asset is not null && DebtTokens.Contains(asset.Facts);
        var isDebt = isLoan || (isDebtToken && verdict.State == SpamState.Verified);
        var gap = verdict.State == SpamState.Spam ? ValueGap.Spam
            : isDebtToken && !isDebt ? ValueGap.DebtToken
            : asset?.Price is null && held.ValueUsd is null ? ValueGap.PriceUnknown
            : (ValueGap?)null;
        if (gap is not null)
        {
            return new PositionValue(null, gap) { IsDebt = isDebt };
        }

        var (usd, basis) = asset?.Price is { } price
            ? (RawAmounts.Value(held.RawAmount, held.Decimals, price.Usd, held.Scale), ValueBasis.Price)
            : (held.ValueUsd, ValueBasis.Provider);
        return usd <= MaxPlausibleUsd
            ? new PositionValue(usd, Gap: null) { By = basis, IsDebt = isDebt }
            : new PositionValue(null, ValueGap.Implausible) { IsDebt = isDebt };
    }

    /// <summary>Whether a value is large and unvouched, so that it counts only if the rest of the wallet supports it.</summary>
    public static bool IsDoubtful(PositionValue value, SpamVerdict verdict) => IsUnvouched(value, verdict) && value.Usd > PlausibilityDefaults.DoubtfulUsd;

    /// <summary>Whether a value belongs to an unvouched asset: one that is not verified. False for debt.</summary>
    public static bool IsUnvouched(PositionValue value, SpamVerdict verdict) => value is { Usd: not null, IsDebt: false } && verdict.State != SpamState.Verified;

    /// <summary>
    /// Decides which unvouched values count, given all of them together, because a limit on each could be evaded by sending more assets. If they
    /// dominate the wallet, they are assumed to be fake; small values stay unless they dominate by themselves.
    /// </summary>
    /// <param name="smallUsd">Sum of such values that are not doubtful.</param>
    /// <param name="unvouchedUsd">Sum of all such values.</param>
    /// <param name="vouchedUsd">Value of all other positions.</param>
    public static BelievedValues Believed(decimal smallUsd, decimal unvouchedUsd, decimal vouchedUsd) =>
        !IsDominated(unvouchedUsd, vouchedUsd) ? BelievedValues.All
        : !IsDominated(smallUsd, vouchedUsd) ? BelievedValues.NotDoubtful
        : BelievedValues.None;

    static bool IsDominated(decimal unvouchedUsd, decimal vouchedUsd) =>
        unvouchedUsd > PlausibilityDefaults.DoubtfulUsd && unvouchedUsd > PlausibilityDefaults.DominantShare * (unvouchedUsd + vouchedUsd);
}

/// <summary>Which values of unvouched assets count.</summary>
public enum BelievedValues
{
    All,

    /// <summary>Those up to <see cref="PlausibilityDefaults.DoubtfulUsd"/>.</summary>
    NotDoubtful,

    None,
}

/// <summary>Bounds on the value of unvouched assets.</summary>
public static class PlausibilityDefaults
{
    /// <summary>Value in US dollars above which an unvouched position is doubtful. Up to it, all unvouched positions of a wallet count in any case.</summary>
    public const decimal DoubtfulUsd = 20_000m;

    /// <summary>Share of a wallet's value above which unvouched positions are left out together.</summary>
    public const decimal DominantShare = 0.9m;
}

/// <summary>An amount of an asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Type">Kind of position, see <see cref="PositionTypes"/>.</param>
/// <param name="RawAmount">Amount in raw base units, never negative.</param>
/// <param name="Decimals">Decimal places of <paramref name="RawAmount"/>.</param>
public readonly record struct HeldAmount(AssetKey Asset, string Type, BigInteger RawAmount, int Decimals)
{
    /// <summary>Factor by which the token multiplies raw amounts, or null for none.</summary>
    public decimal? Scale { get; init; }

    /// <summary>Value in US dollars as the provider stated it where it knew no price, or null.</summary>
    public decimal? ValueUsd { get; init; }
}

/// <summary>Value of a position, or why it has none.</summary>
/// <param name="Usd">Value in US dollars, never negative; null when <paramref name="Gap"/> says why there is none.</param>
/// <param name="Gap">Why the position is left out of totals, or null when it counts.</param>
public readonly record struct PositionValue(decimal? Usd, ValueGap? Gap)
{
    /// <summary>Whether the position lowers the wallet's value.</summary>
    public bool IsDebt { get; init; }

    /// <summary>Basis of the value, or null where there is none.</summary>
    public ValueBasis? By { get; init; }
}

/// <summary>Basis of a value.</summary>
public enum ValueBasis
{
    /// <summary>The amount and the registry's price of the asset.</summary>
    Price,

    /// <summary>The value that the provider stated for this position, because no price of the asset is known.</summary>
    Provider,
}

/// <summary>Why a position has no value.</summary>
public enum ValueGap
{
    /// <summary>No provider knows a price of the asset.</summary>
    PriceUnknown,

    /// <summary>The value is implausibly high, so the price is assumed to be fake.</summary>
    Implausible,

    /// <summary>The asset is spam.</summary>
    Spam,

    /// <summary>An unvouched debt token. It is no asset, and counts as no debt either, since anyone could send one to lower a total.</summary>
    DebtToken,
}
