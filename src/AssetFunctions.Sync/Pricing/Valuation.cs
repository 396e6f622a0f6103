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
            var price = priceOf(position.Asset);
            var value = price is null ? null : RawAmounts.Value(position.RawAmount, position.Decimals, price.Usd);
            ref var total = ref PositionTypes.IsDebt(position.Type) ? ref debt : ref holdings;
            if (value is not { } usd || usd > MaxPlausibleUsd)
            {
                unvalued++;
                continue;
            }

            total += usd;
        }

        return new ChunkTally { HoldingsUsd = holdings, DebtUsd = debt, Unvalued = unvalued };
    }
}
