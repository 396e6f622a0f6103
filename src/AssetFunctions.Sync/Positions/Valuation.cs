using System.Numerics;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Positions;

/// <summary>
/// Values holdings at the registry's prices. Loans and debt tokens that somebody vouches for count as debt; an unknown price is never taken for zero;
/// spam is worth nothing to anyone and has no value.
/// </summary>
public static class Valuation
{
    // More than any real holding is worth; beyond it a fake price speaks, and leaving it out keeps the rest of the total right.
    const decimal MaxPlausibleUsd = 1_000_000_000_000m;

    /// <summary>
    /// Values one holding, whether it is an asset or a debt, without regard to the rest of its wallet. What the provider stated for it counts
    /// only while no price of the asset is known.
    /// </summary>
    /// <param name="held">What is held.</param>
    /// <param name="asset">The registered asset, or null where the registry has none.</param>
    /// <param name="verdict">What is believed of the asset.</param>
    public static HoldingValue Of(HeldAmount held, Asset? asset, SpamVerdict verdict)
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
            return new HoldingValue(null, gap) { IsDebt = isDebt };
        }

        var (usd, basis) = asset?.Price is { } price
            ? (RawAmounts.Value(held.RawAmount, held.Decimals, price.Usd, held.Scale), ValueBasis.Price)
            : (held.ValueUsd, ValueBasis.Provider);
        return usd <= MaxPlausibleUsd
            ? new HoldingValue(usd, Gap: null) { By = basis, IsDebt = isDebt }
            : new HoldingValue(null, ValueGap.Implausible) { IsDebt = isDebt };
    }

    /// <summary>Whether a value needs the rest of the wallet beside it to be believed: it is large, and nobody vouches for the asset.</summary>
    public static bool IsDoubtful(HoldingValue value, SpamVerdict verdict) => IsUnvouched(value, verdict) && value.Usd > PlausibilityDefaults.DoubtfulUsd;

    /// <summary>Whether a value is that of a holding for whose asset nobody vouches.</summary>
    public static bool IsUnvouched(HoldingValue value, SpamVerdict verdict) => value is { Usd: not null, IsDebt: false } && verdict.State != SpamState.Verified;

    /// <summary>
    /// Which values count of assets that nobody vouches for, given all of them together: a bound on each alone would be kept by sending more of them.
    /// Where they dominate the wallet, fake prices are likelier than a fortune; what is not doubtful stays as long as it does not dominate the wallet by
    /// itself, so that one airdrop takes nothing honest away.
    /// </summary>
    /// <param name="smallUsd">Sum of such values that are not doubtful.</param>
    /// <param name="unvouchedUsd">Sum of all such values.</param>
    /// <param name="vouchedUsd">Value of all other holdings.</param>
    public static BelievedValues Believed(decimal smallUsd, decimal unvouchedUsd, decimal vouchedUsd) =>
        !IsDominated(unvouchedUsd, vouchedUsd) ? BelievedValues.All
        : !IsDominated(smallUsd, vouchedUsd) ? BelievedValues.NotDoubtful
        : BelievedValues.None;

    static bool IsDominated(decimal unvouchedUsd, decimal vouchedUsd) =>
        unvouchedUsd > PlausibilityDefaults.DoubtfulUsd && unvouchedUsd > PlausibilityDefaults.DominantShare * (unvouchedUsd + vouchedUsd);
}

/// <summary>Which values of assets that nobody vouches for count.</summary>
public enum BelievedValues
{
    All,

    /// <summary>Those up to <see cref="PlausibilityDefaults.DoubtfulUsd"/>.</summary>
    NotDoubtful,

    None,
}

/// <summary>
/// Bounds on what is believed of assets that nobody vouches for. Three airdropped tokens once made a wallet of some $11,500 one of $611 million.
/// </summary>
public static class PlausibilityDefaults
{
    /// <summary>
    /// Value in US dollars beyond which a holding of an asset that nobody vouches for is doubtful, and up to which all of them count together whatever else
    /// the wallet holds.
    /// </summary>
    public const decimal DoubtfulUsd = 20_000m;

    /// <summary>Share of a wallet's value beyond which such holdings are left out together.</summary>
    public const decimal DominantShare = 0.9m;
}

/// <summary>An amount of an asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Type">Kind of holding, see <see cref="PositionTypes"/>.</param>
/// <param name="RawAmount">Amount in raw base units, never negative.</param>
/// <param name="Decimals">Decimal places of <paramref name="RawAmount"/>.</param>
public readonly record struct HeldAmount(AssetKey Asset, string Type, BigInteger RawAmount, int Decimals)
{
    /// <summary>What the token multiplies raw amounts by, or null for one that does not.</summary>
    public decimal? Scale { get; init; }

    /// <summary>Value in US dollars as the provider stated it where it knew no price, or null.</summary>
    public decimal? ValueUsd { get; init; }
}

/// <summary>Value of a holding, or why it has none.</summary>
/// <param name="Usd">Value in US dollars, never negative; null when <paramref name="Gap"/> says why there is none.</param>
/// <param name="Gap">Why the holding is left out of totals, or null when it is in them.</param>
public readonly record struct HoldingValue(decimal? Usd, ValueGap? Gap)
{
    /// <summary>Whether the holding lowers the wallet's value.</summary>
    public bool IsDebt { get; init; }

    /// <summary>What the value was made from, or null where there is none.</summary>
    public ValueBasis? By { get; init; }
}

/// <summary>What a value was made from.</summary>
public enum ValueBasis
{
    /// <summary>The amount and the registry's price of the asset.</summary>
    Price,

    /// <summary>The value that the provider stated for this position, because no price of the asset is known.</summary>
    Provider,
}

/// <summary>Why a holding has no value.</summary>
public enum ValueGap
{
    /// <summary>No source knows a price of the asset.</summary>
    PriceUnknown,

    /// <summary>The value is beyond belief: a fake price speaks.</summary>
    Implausible,

    /// <summary>The asset is spam.</summary>
    Spam,

    /// <summary>A debt token for which nobody vouches: no holding, and anyone could send one to lower a total.</summary>
    DebtToken,
}
