using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Providers;

/// <summary>A source of wallet positions.</summary>
public interface IPositionProvider
{
    /// <summary>Name of the source as it appears in runs, prices and logs, e.g. <c>zerion</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Fetches all positions of a wallet. Faults that may pass (time-outs, 5xx, cut connections) throw <see cref="ProviderException"/>;
    /// everything a provider tells us on purpose is a named result.
    /// </summary>
    /// <param name="wallet">Wallet address as registered (EVM hex or Solana base58).</param>
    /// <returns><see cref="SourceAnswer.Served{T}"/> of a <see cref="PositionSet"/>, or why there is none.</returns>
    Task<SourceAnswer> FetchPositionsAsync(string wallet, CancellationToken cancellationToken);
}

/// <summary>All positions of one fetch with an account of what was left out.</summary>
public sealed record PositionSet
{
    /// <summary>Name of the provider that served it.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// Whether the source sees only some kinds of holdings or some networks. What another source stored is then not gone because this set
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

/// <summary>Why a provider's row was left out.</summary>
public enum SkipReason
{
    /// <summary>Flagged as trash by the provider.</summary>
    Trash,

    /// <summary>Flagged as not displayable by the provider.</summary>
    Hidden,

    /// <summary>The provider lists the asset but the wallet holds none of it.</summary>
    Zero,

    /// <summary>The provider could not read this holding itself.</summary>
    NotServed,

    /// <summary>The row is not JSON of the expected shape.</summary>
    Malformed,

    /// <summary>The row names no network.</summary>
    NoNetwork,

    /// <summary>The asset has no implementation on the position's network.</summary>
    NoImplementation,

    /// <summary>The amount is missing, negative, not an integer or beyond 256 bits.</summary>
    BadAmount,

    /// <summary>Decimals are missing or outside 0–255.</summary>
    BadDecimals,

    /// <summary>The row holds more parts than can be kept together.</summary>
    TooLarge,

    /// <summary>The position is on a network that the wallet's owner does not want.</summary>
    OtherNetwork,
}
