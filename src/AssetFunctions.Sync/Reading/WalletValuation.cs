using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Pricing;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Registry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Reading;

/// <summary>Values the holdings of a whole wallet at the registry's prices.</summary>
public sealed class WalletValuation(AssetCache assets, SpamRules spam)
{
    /// <summary>Values holdings, in the order given; one request to the database at most twice, none while the assets are cached.</summary>
    public async Task<IReadOnlyList<ValuedHolding>> OfAsync(IReadOnlyList<Holding> holdings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(holdings);
        var known = await assets.GetManyAsync(holdings.Select(holding => holding.Asset).ToHashSet(), cancellationToken);
        var positions = new List<ValuedHolding>(holdings.Count);
        foreach (var holding in holdings)
        {
            var asset = known.GetValueOrDefault(holding.Asset);
            var verdict = asset is null ? SpamVerdict.Unknown : spam.Judge(asset);
            positions.Add(new ValuedHolding(holding, asset, verdict, Valuation.Of(holding.RawAmount, holding.Decimals, asset?.Price, verdict)));
        }

        LeaveOutDominating(positions);
        return positions;
    }

    static void LeaveOutDominating(List<ValuedHolding> positions)
    {
        decimal doubtful = 0;
        decimal others = 0;
        foreach (var position in positions)
        {
            if (IsDoubtful(position))
            {
                doubtful += position.Value.Usd!.Value;
            }
            else if (!PositionTypes.IsDebt(position.Holding.Type))
            {
                others += position.Value.Usd ?? 0;
            }
        }

        if (!Valuation.IsDominated(doubtful, others))
        {
            return;
        }

        for (var i = 0; i < positions.Count; i++)
        {
            if (IsDoubtful(positions[i]))
            {
                positions[i] = positions[i] with { Value = new HoldingValue(null, ValueGap.Implausible) };
            }
        }
    }

    static bool IsDoubtful(ValuedHolding position) =>
        position.Value.Usd is { } usd && Valuation.IsDoubtful(usd, position.Holding.Type, position.Spam);
}
