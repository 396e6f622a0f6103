namespace AssetFunctions.Sync.Providers;

/// <summary>A provider of market data of assets, independent of wallets and networks.</summary>
public interface IMarketDataProvider
{
    /// <summary>Name of the provider as it appears in market data and logs, e.g. <c>zerion</c>.</summary>
    string Name { get; }

    /// <summary>Maximum groups per call.</summary>
    int GroupsPerCall { get; }

    /// <summary>
    /// Fetches market data in one call. A transient failure throws <see cref="ProviderException"/>; every deliberate response of the provider is a
    /// <see cref="ProviderResult"/>, and so is <see cref="ProviderResult.Throttled"/> where the rest of the quota is kept for wallets.
    /// </summary>
    /// <param name="groups">Distinct <see cref="Assets.AssetFacts.GroupId"/>s of this provider, at most <see cref="GroupsPerCall"/>.</param>
    /// <returns><see cref="ProviderResult.Served{T}"/> of a <see cref="MarketDataSet"/>, or why there is none.</returns>
    Task<ProviderResult> FetchMarketDataAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken);
}

/// <summary>The market data of one call.</summary>
public sealed record MarketDataSet
{
    /// <summary>At most one quote per requested group. A group without a quote is unknown to the provider, or was not read.</summary>
    public required IReadOnlyList<MarketQuote> Quotes { get; init; }

    /// <summary>Why the set lacks requested groups that the provider may know, or null when it is complete.</summary>
    public string? IncompleteReason { get; init; }
}

/// <summary>Market data of a group as a provider states it. Null means not stated, or stated as something that it cannot be.</summary>
/// <param name="GroupId">The group.</param>
public sealed record MarketQuote(string GroupId)
{
    /// <inheritdoc cref="Assets.MarketData.CapUsd"/>
    public decimal? CapUsd { get; init; }

    /// <inheritdoc cref="Assets.MarketData.Volume24hUsd"/>
    public decimal? Volume24hUsd { get; init; }

    /// <inheritdoc cref="Assets.MarketData.Change24h"/>
    public decimal? Change24h { get; init; }

    /// <summary>Since when the provider has listed the asset (UTC), or null where it does not say.</summary>
    public DateTimeOffset? ListedSince { get; init; }

    /// <summary>Http or https address of the project's website, bounded.</summary>
    public string? Website { get; init; }
}
