using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Runs;

/// <summary>Values the chunks of a run and, once all are known, the whole wallet, by the rules of <see cref="Valuation"/>.</summary>
public static class ChunkValuation
{
    /// <summary>Values the positions of a chunk.</summary>
    /// <param name="held">Amounts of its positions.</param>
    /// <param name="assetOf">The registered asset, or null where the registry has none.</param>
    /// <param name="spam">Spam rules.</param>
    /// <returns>A tally with only the value members set. <see cref="Settle"/> decides on doubtful values once the whole wallet is known.</returns>
    public static ChunkTally Of(IEnumerable<HeldAmount> held, Func<AssetKey, Asset?> assetOf, SpamRules spam)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(assetOf);
        ArgumentNullException.ThrowIfNull(spam);
        decimal positions = 0;
        decimal debt = 0;
        decimal doubtfulUsd = 0;
        var doubtful = 0;
        decimal unvouchedUsd = 0;
        var unvouched = 0;
        var unvalued = 0;
        foreach (var position in held)
        {
            var asset = assetOf(position.Asset);
            var verdict = asset is null ? SpamVerdict.Unknown : spam.Judge(asset);
            var value = Valuation.Of(position, asset, verdict);
            if (value.Usd is not { } usd)
            {
                unvalued++;
            }
            else if (Valuation.IsDoubtful(value, verdict))
            {
                doubtful++;
                doubtfulUsd += usd;
            }
            else if (value.IsDebt)
            {
                debt += usd;
            }
            else
            {
                positions += usd;
                if (Valuation.IsUnvouched(value, verdict))
                {
                    unvouched++;
                    unvouchedUsd += usd;
                }
            }
        }

        return new ChunkTally
        {
            HoldingsUsd = positions,
            DebtUsd = debt,
            DoubtfulUsd = doubtfulUsd,
            Doubtful = doubtful,
            UnvouchedUsd = unvouchedUsd,
            Unvouched = unvouched,
            Unvalued = unvalued,
        };
    }

    /// <summary>Decides on doubtful values in the sum over a whole wallet: they count, or some or all unvouched positions become unvalued.</summary>
    public static ChunkTally Settle(ChunkTally total)
    {
        ArgumentNullException.ThrowIfNull(total);
        var vouched = total.HoldingsUsd - total.UnvouchedUsd;
        var (usd, left) = Valuation.Believed(total.UnvouchedUsd, total.UnvouchedUsd + total.DoubtfulUsd, vouched) switch
        {
            BelievedValues.All => (total.HoldingsUsd + total.DoubtfulUsd, 0),
            BelievedValues.NotDoubtful => (total.HoldingsUsd, total.Doubtful),
            _ => (vouched, total.Doubtful + total.Unvouched),
        };
        return total with { HoldingsUsd = usd, Unvalued = total.Unvalued + left, DoubtfulUsd = 0, Doubtful = 0, UnvouchedUsd = 0, Unvouched = 0 };
    }
}
