using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Sync.Caching;

public sealed partial class AssetCache
{
    /// <summary>Brings the cached copies of assets up to date with prices that were stored outside of <see cref="UpdatePricesAsync"/>.</summary>
    public Task SetPricesAsync(IReadOnlyCollection<PriceWrite> writes, CancellationToken cancellationToken)
    {
        var prices = writes.Where(write => write.Price is not null).ToDictionary(write => write.Key, write => write.Price);
        return ChangeCopiesAsync(prices.Keys, asset => asset with { Price = AssetPrice.Later(asset.Price, prices[asset.Key]) }, cancellationToken);
    }

    /// <summary>Brings the cached copies of assets up to date with stored market data.</summary>
    /// <param name="updated">The assets as stored, apart from their prices.</param>
    public Task SetMarketAsync(IEnumerable<Asset> updated, CancellationToken cancellationToken)
    {
        var assets = updated.ToDictionary(asset => asset.Key);
        return ChangeCopiesAsync(
            assets.Keys, asset => asset with { Market = assets[asset.Key].Market, Website = assets[asset.Key].Website }, cancellationToken);
    }

    async Task ChangeCopiesAsync(IReadOnlyCollection<AssetKey> keys, Func<Asset, Asset> change, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (TryGetCached(key, out var asset) && asset is not null)
            {
                Set(key, change(asset));
            }
        }

        var shared = await _shared.ReadAsync([.. keys], cancellationToken);
        await _shared.WriteAsync([.. shared.Values.Select(change).Where(asset => asset != shared[asset.Key])], cancellationToken);
    }
}
