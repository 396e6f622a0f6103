using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>Prices that are kept with their assets in the registry, in no pages.</summary>
public sealed class RegistryPrices(IAssetRegistry registry) : IPricePages
{
    const int BatchSize = 50;

    public Task<IReadOnlyList<string>> ListNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) =>
        registry.ListHeldNetworksAsync(heldSince, cancellationToken);

    public async Task<HeldPrices> ReadAsync(HeldPricesQuery query, CancellationToken cancellationToken)
    {
        var page = await registry.ListHeldAsync(
            new HeldAssetsQuery(query.Network, query.HeldSince, query.ObservedBefore, query.PageSize, query.Continuation), cancellationToken);
        return new Held(page) { Facts = page.Assets.ToDictionary(asset => asset.Key, asset => asset.Facts) };
    }

    public async Task<IReadOnlyList<PriceWrite>> WriteAsync(
        HeldPrices pages, IReadOnlyList<PriceObservation> observations, PriceRules rules, CancellationToken cancellationToken)
    {
        var stored = ((Held)pages).Assets;
        var results = new List<PriceWrite>(observations.Count);
        var updates = new List<AssetUpdate>(observations.Count);
        foreach (var observation in observations)
        {
            var asset = stored.GetValueOrDefault(observation.Key);
            var price = asset?.Price;
            var decision = rules.Decide(price, observation, asset?.Facts.Verified);
            if (decision.Write is { } write)
            {
                updates.Add(new AssetUpdate(observation.Key, write, null));
            }
            else
            {
                results.Add(new PriceWrite(observation.Key, decision.IsFresh ? AssetWriteStatus.Fresh : AssetWriteStatus.Found, price));
            }
        }

        foreach (var network in updates.GroupBy(update => update.Key.Network, StringComparer.Ordinal))
        {
            foreach (var batch in network.Chunk(BatchSize))
            {
                var writes = await registry.UpdateAsync(network.Key, batch, rules.Threshold, cancellationToken);
                results.AddRange(writes.Select(write => new PriceWrite(write.Key, write.Status, write.Asset?.Price)));
            }
        }

        return results;
    }

    public Task<IReadOnlyList<PriceWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PriceWrite>>([]);

    sealed record Held(AssetPage Page) : HeldPrices([.. Page.Assets.Select(asset => asset.Key)], Page.Continuation)
    {
        public Dictionary<AssetKey, Asset> Assets { get; } = Page.Assets.ToDictionary(asset => asset.Key);
    }
}
