namespace AssetFunctions.Sync.Assets;

/// <summary>
/// The global asset registry in its database. Transient failures throw <see cref="TransientStoreException"/>; everything else is a result
/// per asset, so that one bad asset never fails the others.
/// </summary>
public interface IAssetRegistry
{
    /// <summary>Reads assets by identity, in no defined order; unregistered ones are absent from the result.</summary>
    Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Creates assets of one network in one transactional batch. An existing asset is a success: it is returned as
    /// <see cref="AssetWriteStatus.Found"/> with its stored content, and the others are still created.
    /// </summary>
    /// <param name="network">Partition of all <paramref name="assets"/>.</param>
    /// <param name="assets">At most 100 assets with distinct keys.</param>
    /// <returns>One result per asset, in the order given.</returns>
    Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken);

    /// <summary>
    /// Writes prices (and changed facts) of assets of one network in one transactional batch of conditional patches: a price is stored only
    /// if the stored one is older by at least the threshold, so concurrent syncs write once and time never runs backwards. A suspect
    /// price is stored only beside the price it was compared with, never in place of another one. <see cref="Asset.HeldAt"/> is stored with any
    /// other change; alone only if it is due by <see cref="RegistryDefaults.HeldRenewal"/>.
    /// </summary>
    /// <param name="network">Partition of all <paramref name="updates"/>.</param>
    /// <param name="updates">At most 100 updates with distinct keys.</param>
    /// <param name="threshold">Minimum age difference between the stored price and the new one.</param>
    /// <returns>One result per update, in the order given; <see cref="AssetWriteStatus.Fresh"/> carries the stored asset.</returns>
    Task<IReadOnlyList<AssetWrite>> UpdateAsync(string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken);

    /// <summary>Lists the networks of recently held assets, in no defined order.</summary>
    /// <param name="heldSince">Earliest <see cref="Asset.HeldAt"/> that counts.</param>
    Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken);

    /// <summary>
    /// Reads one page of a network's recently held assets whose price is unknown or old. Assets that change between two pages may be missed or
    /// seen twice.
    /// </summary>
    /// <exception cref="InvalidContinuationException">This registry did not issue the continuation.</exception>
    Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken);
}

/// <summary>Selects held assets.</summary>
/// <param name="Network">Partition of the assets.</param>
/// <param name="HeldSince">Only assets whose <see cref="Asset.HeldAt"/> is this instant or later.</param>
/// <param name="ObservedBefore">Only assets whose price was last observed at this instant or earlier, or never.</param>
/// <param name="PageSize">Maximum assets per page, 1–1,000.</param>
/// <param name="Continuation"><see cref="AssetPage.Continuation"/> of the previous page, or null for the first.</param>
public sealed record HeldAssetsQuery(string Network, DateTimeOffset HeldSince, DateTimeOffset ObservedBefore, int PageSize, string? Continuation = null);

/// <summary>A page of assets. It may be empty although another one follows.</summary>
/// <param name="Assets">The assets, in no defined order unless the call states one.</param>
/// <param name="Continuation">Opaque continuation of the next page, at most 4,096 characters, or null on the last page.</param>
public sealed record AssetPage(IReadOnlyList<Asset> Assets, string? Continuation);

/// <summary>A change to one registered asset. Null members leave the stored values unchanged.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Price">New price with its observation time, or null.</param>
/// <param name="Facts">Reported facts that change the stored ones, see <see cref="AssetFacts.UpdatedBy"/>, or null.</param>
/// <param name="HeldAt">When a sync found the asset in a wallet, or null where that needs no write.</param>
public sealed record AssetUpdate(AssetKey Key, AssetPrice? Price, AssetFacts? Facts, DateTimeOffset? HeldAt = null)
{
    /// <summary>Where the caller has it, the asset as stored before the update.</summary>
    public Asset? Known { get; init; }

    /// <summary>
    /// <see cref="AssetFacts.GroupId"/> to store where the asset's document is written for another reason, or null. Like <see cref="HeldAt"/> it is left
    /// for later where price and facts change at once. The group in <see cref="Facts"/> is not stored.
    /// </summary>
    public string? GroupId { get; init; }

    /// <summary>Whether the update only renews <see cref="HeldAt"/>.</summary>
    public bool IsRenewal => this is { Price: null, Facts: null };
}

/// <summary>Result for one asset of a batch.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Status">Named outcome.</param>
/// <param name="Asset">The asset as now stored, or null where the store did not return it.</param>
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
    /// Nothing was written: the stored price is newer, younger than the threshold, or not the one a suspect price was compared with; or
    /// <see cref="Asset.HeldAt"/> is recent enough.
    /// </summary>
    Fresh,

    /// <summary>The asset to update does not exist.</summary>
    Missing,

    /// <summary>The store will never accept this asset (too large, bad id).</summary>
    Refused,
}
