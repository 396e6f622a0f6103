using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Chaos.Controls;

/// <summary>Stores every price, even over a newer one: it lacks the condition on the stored price.</summary>
sealed class TimelessAssetRegistry(IAssetRegistry inner) : IAssetRegistry
{
    static readonly TimeSpan Ages = TimeSpan.FromDays(365);

    public Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken) => inner.ReadAsync(keys, cancellationToken);

    public Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken) =>
        inner.CreateAsync(network, assets, cancellationToken);

    public Task<IReadOnlyList<AssetWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken) =>
        inner.UpdateAsync(network, updates, -Ages, cancellationToken);

    public Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) =>
        inner.ListHeldNetworksAsync(heldSince, cancellationToken);

    public Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken) => inner.ListHeldAsync(query, cancellationToken);
}
