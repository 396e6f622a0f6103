using System.Numerics;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Positions;

/// <summary>
/// Values positions at the registry's prices. Loans and vouched debt tokens count as debt; an unknown price is never zero; spam has no value.
/// </summary>
public static class Valuation
{
    // A position worth more than this is assumed to be mispriced and is left out of the total.
    internal const decimal MaxPlausibleUsd = 1_000_000_000_000m;

    /// <summary>Judges and values one position, regardless of the rest of its wallet.</summary>
    /// <param name="held">Amount of the position.</param>
    /// <param name="asset">The registered asset, or null where the registry has none.</param>
    /// <param name="trust">What the platform decided about the asset, or null for nothing.</param>
    /// <param name="spam">Spam rules.</param>
    /// <returns>The asset at the price that is used, the verdict on it, and the value.</returns>
    public static (Asset? Asset, SpamVerdict Verdict, PositionValue Value) Of(HeldAmount held, Asset? asset, AssetTrust? trust, SpamRules spam)
    {
        ArgumentNullException.ThrowIfNull(spam);
        var priced = asset?.PricedBy(trust);
        var verdict = asset is null ? SpamVerdict.Unknown : spam.Judge(asset, trust);
        return (priced, verdict, Of(held, priced, verdict));
    }

    /// <summary>
    /// Values one position, asset or debt, regardless of the rest of its wallet. A value that the provider stated counts only while no price of
    /// the asset is known.
    /// </summary>
    /// <param name="held">Amount of the position.</param>
    /// <param name="asset">The asset at its current price, or null where the registry has none.</param>
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

    /// <summary>Whether a value belongs to an asset that nothing vouches for, so that it counts within a bound. False for debt.</summary>
    public static bool IsUnvouched(PositionValue value, SpamVerdict verdict) => value is { Usd: not null, IsDebt: false } && verdict.State != SpamState.Verified;
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

    /// <summary>Value in US dollars that does not count, for <see cref="ValueGap.Unconfirmed"/>; otherwise null.</summary>
    public decimal? UnconfirmedUsd { get; init; }
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

    /// <summary>Nothing vouches for the asset or confirms its price, and the wallet's bound on such values is reached, see <see cref="UnvouchedBound"/>.</summary>
    Unconfirmed,

    /// <summary>The asset is spam.</summary>
    Spam,

    /// <summary>An unvouched debt token. It is no asset, and counts as no debt either, since anyone could send one to lower a total.</summary>
    DebtToken,
}
