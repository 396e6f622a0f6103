using System.Runtime.CompilerServices;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Values all positions of a wallet at the registry's prices.</summary>
public sealed class WalletValuation(AssetCache assets, TrustTable trust, WalletValues values)
{
    // Exact arithmetic on amounts is the most expensive part of a read. In a cached list, only positions whose asset changed are valued again.
    readonly ConditionalWeakTable<IReadOnlyList<WalletPosition>, Valued[]> _last = [];

    /// <summary>Values positions in the given order. At most two database requests, none while the assets are cached.</summary>
    public async Task<IReadOnlyList<ValuedPosition>> OfAsync(IReadOnlyList<WalletPosition> positions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var known = await assets.GetManyAsync(positions.Select(position => position.Asset).ToHashSet(), cancellationToken);
        var decisions = await trust.GetAsync(cancellationToken);
        var last = _last.TryGetValue(positions, out var kept) ? kept : null;
        var valued = new Valued[positions.Count];
        var isSame = last is not null;
        for (var i = 0; i < valued.Length; i++)
        {
            var asset = known.GetValueOrDefault(positions[i].Asset);
            var decision = decisions.Find(positions[i].Asset);
            var isUnchanged = last is not null && ReferenceEquals(last[i].Asset, asset) && ReferenceEquals(last[i].Position.Trust, decision);
            valued[i] = isUnchanged ? last![i] : new Valued(asset, values.Of(positions[i], asset, decision));
            isSame &= isUnchanged;
        }

        if (!isSame)
        {
            _last.AddOrUpdate(positions, valued);
        }

        var settled = Array.ConvertAll(valued, entry => entry.Position);
        values.Settle(settled);
        return settled;
    }

    readonly record struct Valued(Asset? Asset, ValuedPosition Position);
}
