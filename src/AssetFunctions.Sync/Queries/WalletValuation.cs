using System.Runtime.CompilerServices;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Values all positions of a wallet at the registry's prices.</summary>
public sealed class WalletValuation(AssetCache assets, SpamRules spam)
{
    // Exact arithmetic on amounts is the most expensive part of a read. In a cached list, only positions whose asset changed are valued again.
    readonly ConditionalWeakTable<IReadOnlyList<WalletPosition>, ValuedPosition[]> _last = [];

    /// <summary>Values positions in the given order. At most two database requests, none while the assets are cached.</summary>
    public async Task<IReadOnlyList<ValuedPosition>> OfAsync(IReadOnlyList<WalletPosition> positions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var known = await assets.GetManyAsync(positions.Select(position => position.Asset).ToHashSet(), cancellationToken);
        var last = _last.TryGetValue(positions, out var kept) ? kept : null;
        var valued = new ValuedPosition[positions.Count];
        var isSame = last is not null;
        for (var i = 0; i < valued.Length; i++)
        {
            var asset = known.GetValueOrDefault(positions[i].Asset);
            var isUnchanged = last is not null && ReferenceEquals(last[i].Asset, asset);
            valued[i] = isUnchanged ? last![i] : ValueOf(positions[i], asset);
            isSame &= isUnchanged;
        }

        if (!isSame)
        {
            _last.AddOrUpdate(positions, [.. valued]);
        }

        LeaveOutDominating(valued);
        return valued;
    }

    ValuedPosition ValueOf(WalletPosition position, Asset? asset)
    {
        var verdict = asset is null ? SpamVerdict.Unknown : spam.Judge(asset);
        return new ValuedPosition(position, asset, verdict, Valuation.Of(position.Held, asset, verdict));
    }

    static void LeaveOutDominating(ValuedPosition[] positions)
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
                positions[i] = positions[i] with { Value = new PositionValue(null, ValueGap.Implausible) };
            }
        }
    }

    static bool Counts(ValuedPosition position, BelievedValues believed) =>
        believed == BelievedValues.All || (believed == BelievedValues.NotDoubtful && !Valuation.IsDoubtful(position.Value, position.Spam));

    static bool IsUnvouched(ValuedPosition position) => Valuation.IsUnvouched(position.Value, position.Spam);
}
