namespace AssetFunctions.Sync.Assets;

/// <summary>
/// The global asset registry in its database. Every call may throw for a transient failure of the store
/// (<see cref="TransientStoreException"/>); everything else is a value per asset, so that one bad asset never sinks its neighbours.
/// </summary>
public interface IAssetRegistry
{
    /// <summary>Reads assets by identity; those the registry does not hold are absent from the result. Order is not defined.</summary>
    Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Creates assets of one network in one transactional batch. An asset that already exists is success: it comes back as
    /// <see cref="AssetWriteStatus.Found"/> with its stored content, and the others are still created.
    /// </summary>
    /// <param name="network">Partition of all <paramref name="assets"/>.</param>
    /// <param name="assets">At most 100 assets with distinct keys.</param>
    /// <returns>One result per asset, in the order given.</returns>
    Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken);

    /// <summary>
    /// Writes prices (and changed facts) of assets of one network in one transactional batch of conditional patches: a price is stored only
    /// if the stored one is older by at least the threshold, so concurrent syncs write once and time never runs backwards. A suspect
    /// price is stored only beside the price it was compared with, never in place of another one. That an asset is held rides along with
    /// whatever else is stored; alone it is stored only if it is due by <see cref="RegistryDefaults.HeldRenewal"/>.
    /// </summary>
    /// <param name="network">Partition of all <paramref name="updates"/>.</param>
    /// <param name="updates">At most 100 updates with distinct keys.</param>
    /// <param name="threshold">Minimum age difference between the stored price and the new one.</param>
    /// <returns>One result per update, in the order given; <see cref="AssetWriteStatus.Fresh"/> carries the stored asset.</returns>
    Task<IReadOnlyList<AssetWrite>> UpdateAsync(string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken);

    /// <summary>Lists the networks with assets that wallets held of late, in no defined order.</summary>
    /// <param name="heldSince">How far back a holding counts.</param>
    Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken);

    /// <summary>
    /// Reads one page of the assets of a network that wallets held of late and whose price is unknown or was observed a while ago. Assets that
    /// change between two pages may be missed or seen twice.
    /// </summary>
    /// <exception cref="InvalidContinuationException">The continuation is none that this registry gave.</exception>
    Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken);
}

/// <summary>Which held assets are wanted.</summary>
/// <param name="Network">Partition of the assets.</param>
/// <param name="HeldSince">How far back a holding counts: <see cref="Asset.HeldAt"/> is this instant or later.</param>
/// <param name="ObservedBefore">Only assets whose price was last observed at this instant or earlier, or never.</param>
/// <param name="PageSize">Most assets of one page, 1–1,000.</param>
/// <param name="Continuation">What the page before named, or null for the first one.</param>
public sealed record HeldAssetsQuery(string Network, DateTimeOffset HeldSince, DateTimeOffset ObservedBefore, int PageSize, string? Continuation = null);

/// <summary>A page of assets, which may be empty although another one follows.</summary>
/// <param name="Assets">The assets, in no defined order unless the call states one.</param>
/// <param name="Continuation">What asks for the next page, opaque and at most 4,096 characters, or null on the last one.</param>
public sealed record AssetPage(IReadOnlyList<Asset> Assets, string? Continuation);

/// <summary>A change to one registered asset. Null members stay as they are stored.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Price">New price with its observation time, or null to leave the price alone.</param>
/// <param name="Facts">What the provider tells where it changes the stored facts, see <see cref="AssetFacts.UpdatedBy"/>, or null.</param>
/// <param name="HeldAt">When a wallet was found to hold the asset, where that is worth storing, or null.</param>
public sealed record AssetUpdate(AssetKey Key, AssetPrice? Price, AssetFacts? Facts, DateTimeOffset? HeldAt = null)
{
    /// <summary>Whether the update says no more than that the asset is held.</summary>
    public bool IsRenewal => this is { Price: null, Facts: null };
}

/// <summary>What became of one asset in a batch.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Status">Named outcome.</param>
/// <param name="Asset">The asset as now stored where the store told it, otherwise null.</param>
/// <param name="Reason">Why the store refused it, for <see cref="AssetWriteStatus.Refused"/>.</param>
public sealed record AssetWrite(AssetKey Key, AssetWriteStatus Status, Asset? Asset, string? Reason = null);

public enum AssetWriteStatus
{
    /// <summary>The asset did not exist and was stored.</summary>
    Created,

    /// <summary>The asset existed already; nothing was written.</summary>
    Found,

    /// <summary>The change was stored.</summary>
    Updated,

    /// <summary>
    /// The stored price is newer, younger than the threshold, or not the one that a suspect price was compared with, or it is known already that
    /// the asset is held; nothing was written.
    /// </summary>
    Fresh,

    /// <summary>The asset to update does not exist.</summary>
    Missing,

    /// <summary>The store will never accept this asset (too large, bad id).</summary>
    Refused,
}
