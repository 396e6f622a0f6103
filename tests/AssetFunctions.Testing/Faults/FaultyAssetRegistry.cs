using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Testing.Faults;

/// <summary>A registry whose calls fail as planned.</summary>
public sealed class FaultyAssetRegistry(IAssetRegistry inner, StoreFaults faults) : IAssetRegistry
{
    public Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ReadAsync), () => inner.ReadAsync(keys, cancellationToken));

    public Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(CreateAsync), () => inner.CreateAsync(network, assets, cancellationToken));

    public Task<IReadOnlyList<AssetWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(UpdateAsync), () => inner.UpdateAsync(network, updates, threshold, cancellationToken));

    public Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ListHeldNetworksAsync), () => inner.ListHeldNetworksAsync(heldSince, cancellationToken));

    public Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ListHeldAsync), () => inner.ListHeldAsync(query, cancellationToken));
}
