using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>
/// Price history of assets. Every price that the registry accepts becomes part of it; a suspect price only once it is confirmed.
/// </summary>
public interface IPriceHistory
{
    /// <summary>Reads the accepted prices of one asset, oldest first, each once.</summary>
    /// <param name="asset">The asset; an unregistered one has no history.</param>
    /// <param name="from">Start of the range, inclusive.</param>
    /// <param name="to">End of the range, exclusive.</param>
    /// <exception cref="TransientStoreException">A transient failure of the store.</exception>
    Task<IReadOnlyList<PricePoint>> ReadAsync(AssetKey asset, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>A price at an instant.</summary>
/// <param name="AsOf">When the provider observed it (UTC, millisecond precision).</param>
/// <param name="Usd">Exact price of one token in US dollars.</param>
/// <param name="Provider">Name of the provider.</param>
public sealed record PricePoint(DateTimeOffset AsOf, decimal Usd, string Provider);
