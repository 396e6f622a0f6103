using System.Numerics;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Registry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Pricing;

/// <summary>Values holdings at the registry's prices. Loans count as debt; an unknown price is never taken for zero.</summary>
static class Valuation
{
    // More than any real holding is worth; beyond it a fake price speaks, and leaving it out keeps the rest of the total right.
    const decimal MaxPlausibleUsd = 1_000_000_000_000m;

    /// <returns>A tally with only the value members set.</returns>
    public static ChunkTally Of(IEnumerable<ProviderPosition> positions, Func<AssetKey, AssetPrice?> priceOf)
    {
        decimal holdings = 0;
        decimal debt = 0;
        var unvalued = 0;
        foreach (var position in positions)
        {
            ref var total = ref PositionTypes.IsDebt(position.Type) ? ref debt : ref holdings;
            if (Of(position.RawAmount, position.Decimals, priceOf(position.Asset)).Usd is not { } usd)
            {
                unvalued++;
                continue;
            }

            total += usd;
        }

        return new ChunkTally { HoldingsUsd = holdings, DebtUsd = debt, Unvalued = unvalued };
    }

    /// <summary>Values one holding, whether it is an asset or a debt.</summary>
    /// <param name="rawAmount">Amount in raw base units.</param>
    /// <param name="decimals">Decimal places of <paramref name="rawAmount"/>.</param>
    /// <param name="price">Price of one token, or null where none is known.</param>
    public static HoldingValue Of(BigInteger rawAmount, int decimals, AssetPrice? price) =>
        price is null ? new HoldingValue(null, ValueGap.PriceUnknown)
        : RawAmounts.Value(rawAmount, decimals, price.Usd) is { } usd && usd <= MaxPlausibleUsd ? new HoldingValue(usd, Gap: null)
        : new HoldingValue(null, ValueGap.Implausible);
}

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
}
