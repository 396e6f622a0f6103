using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>
/// The current prices of held assets, page by page. The price refresh is their main writer; a sync writes only what the refresh left too old.
/// Transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface IPricePages
{
    /// <summary>Lists the networks that may have held assets, in no defined order.</summary>
    /// <param name="heldSince">Assets last held earlier do not count.</param>
    Task<IReadOnlyList<string>> ListNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken);

    /// <summary>Reads the next pages of a network, and the held assets that are in no page yet and belong there.</summary>
    /// <exception cref="InvalidContinuationException">The continuation is not one of <see cref="HeldPrices.Continuation"/>.</exception>
    Task<HeldPrices> ReadAsync(HeldPricesQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the observations that <paramref name="rules"/> accept against the prices as stored at that moment, takes over new assets, and moves
    /// finished hours into the price history. Needed without observations too.
    /// </summary>
    /// <param name="pages">The result of <see cref="ReadAsync"/>.</param>
    /// <param name="observations">At most one per asset of <paramref name="pages"/>.</param>
    /// <returns>One result per observation in no defined order: <see cref="AssetWriteStatus.Updated"/>, <see cref="AssetWriteStatus.Fresh"/>,
    /// <see cref="AssetWriteStatus.Found"/> where there was nothing to write, or <see cref="AssetWriteStatus.Missing"/>.</returns>
    Task<IReadOnlyList<PriceWrite>> WriteAsync(
        HeldPrices pages, IReadOnlyList<PriceObservation> observations, PriceRules rules, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the prices of a sync that are due by <paramref name="threshold"/>, for assets that are in a page. One sync per page and threshold
    /// writes; what it leaves, and what cannot be written, is <see cref="AssetWriteStatus.Fresh"/>. Facts and <see cref="Asset.HeldAt"/> are not
    /// written.
    /// </summary>
    /// <param name="network">Network of all <paramref name="updates"/>.</param>
    /// <param name="updates">Updates with a price, with distinct keys.</param>
    /// <param name="threshold">Minimum age difference between the stored price and the new one.</param>
    /// <returns>One result per asset that is in a page; the others are absent.</returns>
    Task<IReadOnlyList<PriceWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken);
}

/// <summary>Selects held assets of a network.</summary>
/// <param name="Network">The network.</param>
/// <param name="HeldSince">Only assets that a sync found in a wallet at this instant or later, to within <see cref="RegistryDefaults.HeldRenewal"/>.</param>
/// <param name="ObservedBefore">Only assets whose price was last observed at this instant or earlier, or never.</param>
/// <param name="StartedAt">When the first pages were requested.</param>
/// <param name="PageSize">About how many assets to read, 1–1,000.</param>
/// <param name="Continuation"><see cref="HeldPrices.Continuation"/> of the previous pages, or null for the first.</param>
public sealed record HeldPricesQuery(
    string Network, DateTimeOffset HeldSince, DateTimeOffset ObservedBefore, DateTimeOffset StartedAt, int PageSize, string? Continuation = null);

/// <summary>Some pages of prices. Adapters derive from it to keep what they read.</summary>
/// <param name="Due">Held assets whose price is unknown or old; may be empty although other pages follow.</param>
/// <param name="Continuation">Opaque continuation of the next pages, at most 4,096 characters, or null on the last.</param>
public record HeldPrices(IReadOnlyList<AssetKey> Due, string? Continuation)
{
    static readonly IReadOnlyDictionary<AssetKey, AssetFacts> None = new Dictionary<AssetKey, AssetFacts>();

    /// <summary>Facts of due assets as far as the pages have them, for a verdict without a further request. A name may be missing.</summary>
    public IReadOnlyDictionary<AssetKey, AssetFacts> Facts { get; init; } = None;
}

/// <summary>Result of writing one price.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Status">Named outcome.</param>
/// <param name="Price">The price as now stored, or null for none.</param>
public sealed record PriceWrite(AssetKey Key, AssetWriteStatus Status, AssetPrice? Price);
