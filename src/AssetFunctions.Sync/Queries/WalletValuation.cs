using System.Runtime.CompilerServices;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Values the holdings of a whole wallet at the registry's prices.</summary>
public sealed class WalletValuation(AssetCache assets, SpamRules spam)
{
    // Exact arithmetic on amounts is what a read costs most. Lists that are kept between reads are valued again only where an asset changed.
    readonly ConditionalWeakTable<IReadOnlyList<Holding>, ValuedHolding[]> _last = [];

    /// <summary>Values holdings, in the order given; at most two requests to the database, none while the assets are cached.</summary>
    public async Task<IReadOnlyList<ValuedHolding>> OfAsync(IReadOnlyList<Holding> holdings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(holdings);
        var known = await assets.GetManyAsync(holdings.Select(holding => holding.Asset).ToHashSet(), cancellationToken);
        var last = _last.TryGetValue(holdings, out var kept) ? kept : null;
        var positions = new ValuedHolding[holdings.Count];
        var isSame = last is not null;
        for (var i = 0; i < positions.Length; i++)
        {
            var asset = known.GetValueOrDefault(holdings[i].Asset);
            var isUnchanged = last is not null && ReferenceEquals(last[i].Asset, asset);
            positions[i] = isUnchanged ? last![i] : ValueOf(holdings[i], asset);
            isSame &= isUnchanged;
        }

        if (!isSame)
        {
            _last.AddOrUpdate(holdings, [.. positions]);
        }

        LeaveOutDominating(positions);
        return positions;
    }

    ValuedHolding ValueOf(Holding holding, Asset? asset)
    {
        var verdict = asset is null ? SpamVerdict.Unknown : spam.Judge(asset);
        return new ValuedHolding(holding, asset, verdict, Valuation.Of(holding.Held, asset, verdict));
    }

    static void LeaveOutDominating(ValuedHolding[] positions)
    {
        decimal small = 0;
        decimal unvouched = 0;
        decimal vouched = 0;
        foreach (var position in positions)
        {
            var usd = position.Value.Usd ?? 0;
            if (!IsUnvouched(position))
            {
                vouched += position.Value.IsDebt ? 0 : usd;
                continue;
            }

            unvouched += usd;
            small += Valuation.IsDoubtful(position.Value, position.Spam) ? 0 : usd;
        }

        var believed = Valuation.Believed(small, unvouched, vouched);
        for (var i = 0; i < positions.Length; i++)
        {
            if (IsUnvouched(positions[i]) && !Counts(positions[i], believed))
            {
                positions[i] = positions[i] with { Value = new HoldingValue(null, ValueGap.Implausible) };
            }
        }
    }

    static bool Counts(ValuedHolding position, BelievedValues believed) =>
        believed == BelievedValues.All || (believed == BelievedValues.NotDoubtful && !Valuation.IsDoubtful(position.Value, position.Spam));

    static bool IsUnvouched(ValuedHolding position) => Valuation.IsUnvouched(position.Value, position.Spam);
}
