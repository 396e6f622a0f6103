using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Providers;

/// <summary>A provider of wallet positions.</summary>
public interface IPositionProvider
{
    /// <summary>Name of the provider as it appears in runs, prices and logs, e.g. <c>zerion</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Fetches all positions of a wallet. Transient failures (time-outs, 5xx, cut connections) throw <see cref="ProviderException"/>;
    /// every deliberate response of a provider is a <see cref="ProviderResult"/>.
    /// </summary>
    /// <param name="wallet">Wallet address as registered (EVM hex or Solana base58).</param>
    /// <returns><see cref="ProviderResult.Served{T}"/> of a <see cref="PositionSet"/>, or why there is none.</returns>
    Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken);
}

/// <summary>All positions of one fetch, with a record of what was left out.</summary>
public sealed record PositionSet
{
    /// <summary>Name of the provider that served it.</summary>
    public required string Provider { get; init; }

    /// <summary>
    /// Whether the provider covers only some kinds of positions or networks. Such a set never removes positions that another provider reported.
    /// </summary>
    public bool IsNarrow { get; init; }

    public required IReadOnlyList<ProviderPosition> Rows { get; init; }

    /// <summary>Skipped rows by reason. Kept and skipped rows add up to everything the provider sent.</summary>
    public required IReadOnlyDictionary<SkipReason, int> Skipped { get; init; }

    /// <summary>
    /// Provider ids of unreadable rows with a readable id. Positions stored for them must not be removed. Trash is not listed: it is meant to be
    /// removed.
    /// </summary>
    public IReadOnlyList<string> UnreadableRefs { get; init; } = [];

    /// <summary>Why the set lacks positions (byte cap, cut stream, page cap), or null when it is complete. Only a complete set may remove positions.</summary>
    public string? IncompleteReason { get; init; }
}
