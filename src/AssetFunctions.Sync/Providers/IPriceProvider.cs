using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Providers;

/// <summary>A provider of asset prices that knows no wallets.</summary>
public interface IPriceProvider
{
    /// <summary>Name of the provider as it appears in prices and logs, e.g. <c>defillama</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Fetches the current prices of assets, in as many calls as they need. A transient failure throws <see cref="ProviderException"/> where
    /// nothing was served before it; everything the provider tells us on purpose is a named answer.
    /// </summary>
    /// <param name="assets">Any number of assets of any networks.</param>
    /// <returns><see cref="ProviderResult.Served{T}"/> of a <see cref="PriceSet"/>, or why there is none.</returns>
    Task<ProviderResult> FetchPricesAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken);
}

/// <summary>The prices of one fetch with an account of what was left out.</summary>
public sealed record PriceSet
{
    /// <summary>At most one price per asset.</summary>
    public required IReadOnlyList<PriceQuote> Quotes { get; init; }

    /// <summary>
    /// Assets of which the provider has no price that can be used: it does not know them, cannot be asked for them, or doubts its own price.
    /// Not worth asking again soon.
    /// </summary>
    public required IReadOnlyList<AssetKey> Absent { get; init; }

    /// <summary>Prices left out because they make no sense: of a wrong type, out of date, or from the future.</summary>
    public int Skipped { get; init; }

    /// <summary>Why the set lacks assets that were asked for (a later call was throttled, failed or was cut), or null when it is complete.</summary>
    public string? IncompleteReason { get; init; }

    /// <summary>When to ask for the rest of an incomplete set, where the provider told it.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>A price as a provider states it.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Usd">Exact price of one token in US dollars, greater than zero.</param>
/// <param name="AsOf">When the provider observed it (UTC), never later than now.</param>
public sealed record PriceQuote(AssetKey Key, decimal Usd, DateTimeOffset AsOf)
{
    /// <summary>Confidence the provider states, 0–1, or null where it states none.</summary>
    public decimal? Confidence { get; init; }
}
