using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Runs;

/// <summary>Values the chunks of a run by the rules of <see cref="Valuation"/>.</summary>
public static class ChunkValuation
{
    /// <summary>Values the positions of a chunk.</summary>
    /// <param name="held">Amounts of its positions.</param>
    /// <param name="assetOf">The registered asset, or null where the registry has none.</param>
    /// <param name="spam">Spam rules.</param>
    /// <param name="trust">Overrides and price checks.</param>
    /// <returns>A tally with only the value members set. <see cref="Settle"/> decides on unvouched values once the whole wallet is known.</returns>
    public static ChunkTally Of(IEnumerable<HeldAmount> held, Func<AssetKey, Asset?> assetOf, SpamRules spam, TrustSnapshot trust)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(assetOf);
        ArgumentNullException.ThrowIfNull(spam);
        ArgumentNullException.ThrowIfNull(trust);
        decimal positions = 0;
        decimal debt = 0;
        decimal unvouched = 0;
        var unvalued = 0;
        foreach (var position in held)
        {
            var (_, verdict, value) = Valuation.Of(position, assetOf(position.Asset), trust.Find(position.Asset), spam);
            if (value.Usd is not { } usd)
            {
                unvalued++;
            }
            else if (value.IsDebt)
            {
                debt += usd;
            }
            else
            {
                positions += usd;
                unvouched += Valuation.IsUnvouched(value, verdict) ? usd : 0;
            }
        }

        return new ChunkTally { HoldingsUsd = positions, DebtUsd = debt, UnvouchedUsd = unvouched, Unvalued = unvalued };
    }

    /// <summary>
    /// The total of a wallet from the sum of its chunks, or null where unvouched values exceed the bound, so that its rows decide which of them count.
    /// </summary>
    public static ChunkTally? Settle(ChunkTally total, UnvouchedBound bound)
    {
        ArgumentNullException.ThrowIfNull(total);
        ArgumentNullException.ThrowIfNull(bound);
        return total.UnvouchedUsd <= bound.Of(total.HoldingsUsd - total.UnvouchedUsd - total.DebtUsd) ? total with { UnvouchedUsd = 0 } : null;
    }
}
