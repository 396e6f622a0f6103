using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Providers;

/// <summary>A provider of asset prices, independent of wallets.</summary>
public interface IPriceProvider
{
    /// <summary>Name of the provider as it appears in prices and logs, e.g. <c>defillama</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Fetches the current prices of assets, in as many calls as they need. A transient failure throws <see cref="ProviderException"/> if
    /// nothing was served before it; every deliberate response of the provider is a <see cref="ProviderResult"/>.
    /// </summary>
    /// <param name="assets">Any number of assets of any networks.</param>
    /// <returns><see cref="ProviderResult.Served{T}"/> of a <see cref="PriceSet"/>, or why there is none.</returns>
    Task<ProviderResult> FetchPricesAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken);
}

/// <summary>The prices of one fetch, with a record of what was left out.</summary>
public sealed record PriceSet
{
    /// <summary>At most one price per asset.</summary>
    public required IReadOnlyList<PriceQuote> Quotes { get; init; }

    /// <summary>
    /// Assets without a usable price: the provider does not know them, cannot look them up, or doubts its own price. Not worth another call soon.
    /// </summary>
    public required IReadOnlyList<AssetKey> Absent { get; init; }

    /// <summary>Prices left out as invalid: wrong type, outdated, or from the future.</summary>
    public int Skipped { get; init; }

    /// <summary>Why the set lacks requested assets (a later call was throttled, failed or was cut), or null when it is complete.</summary>
    public string? IncompleteReason { get; init; }

    /// <summary>When to request the rest of an incomplete set, or null where the provider did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>A price as a provider states it.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Usd">Exact price of one token in US dollars, greater than zero.</param>
/// <param name="AsOf">When the provider observed it (UTC), never later than now.</param>
public sealed record PriceQuote(AssetKey Key, decimal Usd, DateTimeOffset AsOf)
{
    /// <summary>The provider's confidence, 0–1, or null where it states none.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>Liquidity of the asset's markets in US dollars, or null where the provider states none.</summary>
    public decimal? LiquidityUsd { get; init; }
}
