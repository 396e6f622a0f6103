namespace AssetFunctions.Sync.Assets;

/// <summary>Market data of the assets in the registry. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface IMarketDataStore
{
    /// <summary>
    /// Lists one page of the held assets with a <see cref="AssetFacts.GroupId"/> whose market data is due, over all networks. Assets that change between
    /// two pages may be missed or seen twice.
    /// </summary>
    /// <exception cref="InvalidContinuationException">This store did not issue the continuation.</exception>
    Task<MarketDataPage> ListDueAsync(MarketDataQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Stores market data of assets of one network, each only if nothing else was stored since its candidate was read, so that an older result never
    /// replaces a newer one. Known figures that are not stated again stay, see <see cref="MarketData.Merge"/>.
    /// </summary>
    /// <param name="network">Partition of all <paramref name="updates"/>.</param>
    /// <param name="updates">At most 100 updates with distinct keys.</param>
    /// <returns>One result per update, in the order given: <see cref="AssetWriteStatus.Updated"/> with the asset as now stored,
    /// <see cref="AssetWriteStatus.Fresh"/> or <see cref="AssetWriteStatus.Missing"/>.</returns>
    Task<IReadOnlyList<AssetWrite>> UpdateAsync(string network, IReadOnlyList<MarketDataUpdate> updates, CancellationToken cancellationToken);
}

/// <summary>Selects assets whose market data is due.</summary>
/// <param name="HeldSince">Only assets whose <see cref="Asset.HeldAt"/> is this instant or later.</param>
/// <param name="CheckedBefore">Only assets whose market data was last requested at this instant or earlier, or never.</param>
/// <param name="PageSize">Maximum assets per page, 1–1,000.</param>
/// <param name="Continuation"><see cref="MarketDataPage.Continuation"/> of the previous page, or null for the first.</param>
public sealed record MarketDataQuery(DateTimeOffset HeldSince, DateTimeOffset CheckedBefore, int PageSize, string? Continuation = null);

/// <summary>A page of assets. It may be empty although another one follows.</summary>
/// <param name="Candidates">The assets, in no defined order.</param>
/// <param name="Continuation">Opaque continuation of the next page, at most 4,096 characters, or null on the last page.</param>
public sealed record MarketDataPage(IReadOnlyList<MarketDataCandidate> Candidates, string? Continuation);

/// <summary>An asset whose market data is due.</summary>
/// <param name="Asset">The asset as stored; its price may be older than the current one.</param>
/// <param name="CheckedAt">When market data was last requested for it (UTC, millisecond precision), or null for never.</param>
public sealed record MarketDataCandidate(Asset Asset, DateTimeOffset? CheckedAt);

/// <summary>Result of requesting market data for an asset.</summary>
/// <param name="Candidate">The asset as read.</param>
/// <param name="CheckedAt">When the data was requested (UTC, millisecond precision).</param>
/// <param name="Market">The stated figures, or null for none.</param>
/// <param name="Website">The stated website, or null for none.</param>
public sealed record MarketDataUpdate(MarketDataCandidate Candidate, DateTimeOffset CheckedAt, MarketData? Market = null, string? Website = null)
{
    /// <summary>The asset after the update.</summary>
    public Asset Updated => Candidate.Asset with
    {
        Market = MarketData.Merge(Candidate.Asset.Market, Market),
        Website = Website ?? Candidate.Asset.Website,
    };
}
