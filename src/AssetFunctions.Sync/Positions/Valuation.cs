using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Positions;

/// <summary>
/// Values holdings at the registry's prices, the same for those who read a wallet and for its snapshots. Loans count as debt; an unknown price is
/// never taken for zero; spam is worth nothing to anyone and has no value.
/// </summary>
public static class Valuation
{
    // More than any real holding is worth; beyond it a fake price speaks, and leaving it out keeps the rest of the total right.
    const decimal MaxPlausibleUsd = 1_000_000_000_000m;

    /// <summary>Values the positions of a chunk.</summary>
    /// <param name="held">What its positions hold.</param>
    /// <param name="assetOf">The registered asset, or null where the registry has none.</param>
    /// <param name="spam">The rules on spam.</param>
    /// <returns>A tally with only the value members set; whether what is doubtful counts is known when the whole wallet is, see <see cref="Settle"/>.</returns>
    public static ChunkTally Of(IEnumerable<HeldAmount> held, Func<AssetKey, Asset?> assetOf, SpamRules spam)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(assetOf);
        ArgumentNullException.ThrowIfNull(spam);
        decimal holdings = 0;
        decimal debt = 0;
        decimal doubtfulUsd = 0;
        var doubtful = 0;
        var unvalued = 0;
        foreach (var position in held)
        {
            var asset = assetOf(position.Asset);
            var verdict = asset is null ? SpamVerdict.Unknown : spam.Judge(asset);
            var value = Of(position.RawAmount, position.Decimals, asset?.Price, verdict);
            if (value.Usd is not { } usd)
            {
                unvalued++;
            }
            else if (IsDoubtful(usd, position.Type, verdict))
            {
                doubtful++;
                doubtfulUsd += usd;
            }
            else if (PositionTypes.IsDebt(position.Type))
            {
                debt += usd;
            }
            else
            {
                holdings += usd;
            }
        }

        return new ChunkTally { HoldingsUsd = holdings, DebtUsd = debt, DoubtfulUsd = doubtfulUsd, Doubtful = doubtful, Unvalued = unvalued };
    }

    /// <summary>Values one holding, whether it is an asset or a debt, without regard to the rest of its wallet.</summary>
    /// <param name="rawAmount">Amount in raw base units.</param>
    /// <param name="decimals">Decimal places of <paramref name="rawAmount"/>.</param>
    /// <param name="price">Price of one token, or null where none is known.</param>
    /// <param name="verdict">What is believed of the asset.</param>
    public static HoldingValue Of(BigInteger rawAmount, int decimals, AssetPrice? price, SpamVerdict verdict) =>
        verdict.State == SpamState.Spam ? new HoldingValue(null, ValueGap.Spam)
        : price is null ? new HoldingValue(null, ValueGap.PriceUnknown)
        : RawAmounts.Value(rawAmount, decimals, price.Usd) is { } usd && usd <= MaxPlausibleUsd ? new HoldingValue(usd, Gap: null)
        : new HoldingValue(null, ValueGap.Implausible);

    /// <summary>Whether a value needs the rest of the wallet beside it to be believed: it is large, and nobody vouches for the asset.</summary>
    public static bool IsDoubtful(decimal usd, string positionType, SpamVerdict verdict) =>
        usd > PlausibilityDefaults.DoubtfulUsd && verdict.State != SpamState.Verified && !PositionTypes.IsDebt(positionType);

    /// <summary>Whether doubtful holdings dominate a wallet, so that a fake price is likelier than a fortune.</summary>
    /// <param name="doubtfulUsd">Value of all doubtful holdings.</param>
    /// <param name="holdingsUsd">Value of all other holdings.</param>
    public static bool IsDominated(decimal doubtfulUsd, decimal holdingsUsd) =>
        doubtfulUsd > PlausibilityDefaults.DominantShare * (doubtfulUsd + holdingsUsd);

    /// <summary>Decides on what is doubtful in the sum over a whole wallet: it counts as holdings, or is left out as unvalued.</summary>
    public static ChunkTally Settle(ChunkTally total)
    {
        ArgumentNullException.ThrowIfNull(total);
        var settled = total with { DoubtfulUsd = 0, Doubtful = 0 };
        return IsDominated(total.DoubtfulUsd, total.HoldingsUsd)
            ? settled with { Unvalued = total.Unvalued + total.Doubtful }
            : settled with { HoldingsUsd = total.HoldingsUsd + total.DoubtfulUsd };
    }
}

/// <summary>
/// Bounds on what is believed of assets that nobody vouches for. Three airdropped tokens once made a wallet of some $11,500 one of $611 million.
/// </summary>
public static class PlausibilityDefaults
{
    /// <summary>Value in US dollars beyond which a holding of an asset that nobody vouches for is doubtful.</summary>
    public const decimal DoubtfulUsd = 1_000_000m;

    /// <summary>Share of a wallet's value beyond which its doubtful holdings together are left out.</summary>
    public const decimal DominantShare = 0.9m;
}

/// <summary>An amount of an asset.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Type">Kind of holding, see <see cref="PositionTypes"/>.</param>
/// <param name="RawAmount">Amount in raw base units, never negative.</param>
/// <param name="Decimals">Decimal places of <paramref name="RawAmount"/>.</param>
public readonly record struct HeldAmount(AssetKey Asset, string Type, BigInteger RawAmount, int Decimals);

/// <summary>Value of a holding, or why it has none.</summary>
/// <param name="Usd">Value in US dollars, never negative; null when <paramref name="Gap"/> says why there is none.</param>
/// <param name="Gap">Why the holding is left out of totals, or null when it is in them.</param>
public readonly record struct HoldingValue(decimal? Usd, ValueGap? Gap);

/// <summary>Why a holding has no value.</summary>
public enum ValueGap
{
    /// <summary>No source knows a price of the asset.</summary>
    PriceUnknown,

    /// <summary>The value is beyond belief: a fake price speaks.</summary>
    Implausible,

    /// <summary>The asset is spam.</summary>
    Spam,
}
