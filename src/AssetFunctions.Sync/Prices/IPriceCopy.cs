using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>
/// Copies current prices from pages to the documents of their assets, for a release that reads documents alone. Pages stay as they are. Transient
/// failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface IPriceCopy
{
    /// <summary>
    /// Copies the prices of the next page, and the day on which each asset was last held. Only a later price or day replaces the stored one, see
    /// <see cref="AssetPrice.Later"/>, so copying a page again writes nothing.
    /// </summary>
    /// <param name="after">The page before, or null for the first page of all networks. It may have split meanwhile.</param>
    /// <returns>What became of the page, or null after the last one.</returns>
    Task<CopiedPage?> CopyNextAsync(PricePageKey? after, CancellationToken cancellationToken);
}

/// <summary>Identity of a page of prices.</summary>
/// <param name="Network">The network.</param>
/// <param name="Page">Name of the page within the network.</param>
public sealed record PricePageKey(string Network, string Page);

/// <summary>Result of copying one page; the counts are of its rows.</summary>
/// <param name="Copied">Rows whose price or held day was stored in the document.</param>
/// <param name="UpToDate">Rows whose document has the same or later values, and those without a price.</param>
/// <param name="Failed">Rows that cannot be read or whose asset has no document.</param>
public sealed record CopiedPage(PricePageKey Key, int Copied, int UpToDate, int Failed);
