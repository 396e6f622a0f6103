using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryAssetRegistry : IMarketDataStore
{
    readonly Dictionary<AssetKey, DateTimeOffset> _checked = [];

    public Task<MarketDataPage> ListDueAsync(MarketDataQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, PageLimit, nameof(query));
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (query.Continuation is { } continuation && !_assets.Keys.Any(key => key.ToString() == continuation))
            {
                throw new InvalidContinuationException();
            }

            var page = _assets.Values
                .Where(asset => asset.HeldAt >= query.HeldSince && asset.Facts.GroupId is not null)
                .Where(asset => CheckedAt(asset) is not { } checkedAt || checkedAt <= query.CheckedBefore)
                .OrderBy(asset => asset.Key.ToString(), StringComparer.Ordinal)
                .SkipWhile(asset => query.Continuation is { } after && string.CompareOrdinal(asset.Key.ToString(), after) <= 0)
                .Take(query.PageSize + 1)
                .ToList();
            return Task.FromResult(new MarketDataPage(
                [.. page.Take(query.PageSize).Select(asset => new MarketDataCandidate(asset, CheckedAt(asset)))],
                page.Count > query.PageSize ? page[query.PageSize - 1].Key.ToString() : null));
        }
    }

    public Task<IReadOnlyList<AssetWrite>> UpdateAsync(string network, IReadOnlyList<MarketDataUpdate> updates, CancellationToken cancellationToken)
    {
        RequireBatch(network, [.. updates.Select(update => update.Candidate.Asset.Key)], nameof(updates));
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<AssetWrite>>([.. updates.Select(Update)]);
        }
    }

    DateTimeOffset? CheckedAt(Asset asset) => _checked.TryGetValue(asset.Key, out var checkedAt) ? checkedAt : asset.Market?.AsOf;

    AssetWrite Update(MarketDataUpdate update)
    {
        var (asset, checkedAt) = update.Candidate;
        if (update.CheckedAt <= checkedAt)
        {
            return new AssetWrite(asset.Key, AssetWriteStatus.Fresh, null);
        }

        if (!_assets.TryGetValue(asset.Key, out var stored))
        {
            return new AssetWrite(asset.Key, AssetWriteStatus.Missing, null);
        }

        if (CheckedAt(stored) != checkedAt)
        {
            return new AssetWrite(asset.Key, AssetWriteStatus.Fresh, null);
        }

        _checked[asset.Key] = update.CheckedAt;
        _assets[asset.Key] = stored with { Market = update.Updated.Market, Website = update.Website ?? stored.Website };
        return new AssetWrite(asset.Key, AssetWriteStatus.Updated, update.Updated);
    }
}
