using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>
/// The prices an asset has had. Nobody appends to it by hand: a price that the registry accepts is part of the history from then on; one that
/// is suspect is not, until it is confirmed.
/// </summary>
public interface IPriceHistory
{
    /// <summary>Reads the accepted prices of one asset, oldest first, each once.</summary>
    /// <param name="asset">The asset; one that is not registered has no history.</param>
    /// <param name="from">First instant of the range.</param>
    /// <param name="to">First instant beyond the range.</param>
    /// <exception cref="TransientStoreException">A transient failure of the store.</exception>
    Task<IReadOnlyList<PricePoint>> ReadAsync(AssetKey asset, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>A price at a moment.</summary>
/// <param name="AsOf">When the provider observed it (UTC, millisecond precision).</param>
/// <param name="Usd">Exact price of one token in US dollars.</param>
/// <param name="Provider">Name of the provider.</param>
public sealed record PricePoint(DateTimeOffset AsOf, decimal Usd, string Provider);
