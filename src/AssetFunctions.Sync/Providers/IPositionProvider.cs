using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Providers;

/// <summary>A provider of wallet positions.</summary>
public interface IPositionProvider
{
    /// <summary>Name of the provider as it appears in runs, prices and logs, e.g. <c>zerion</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Fetches all positions of a wallet. Transient failures (time-outs, 5xx, cut connections) throw <see cref="ProviderException"/>;
    /// everything a provider tells us on purpose is a named result.
    /// </summary>
    /// <param name="wallet">Wallet address as registered (EVM hex or Solana base58).</param>
    /// <returns><see cref="ProviderResult.Served{T}"/> of a <see cref="PositionSet"/>, or why there is none.</returns>
    Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken);
}

/// <summary>All positions of one fetch with an account of what was left out.</summary>
public sealed record PositionSet
{
    /// <summary>Name of the provider that served it.</summary>
    public required string Provider { get; init; }

    /// <summary>
    /// Whether the provider sees only some kinds of holdings or some networks. What another provider stored is then not gone because this set
    /// does not show it.
    /// </summary>
    public bool IsNarrow { get; init; }

    public required IReadOnlyList<ProviderPosition> Rows { get; init; }

    /// <summary>Rows left out, by reason. Rows kept plus rows skipped is everything the provider sent.</summary>
    public required IReadOnlyDictionary<SkipReason, int> Skipped { get; init; }

    /// <summary>
    /// Provider ids of rows that could not be read although their id could: what is stored for them must not be taken for gone.
    /// Trash is not listed, it is meant to disappear.
    /// </summary>
    public IReadOnlyList<string> UnreadableRefs { get; init; } = [];

    /// <summary>Why the set lacks positions (byte cap, cut stream, page cap), or null when it is complete. Only a complete set may remove holdings.</summary>
    public string? IncompleteReason { get; init; }
}
