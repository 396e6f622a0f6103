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
    Task<PositionFetch> FetchPositionsAsync(string wallet, CancellationToken cancellationToken);
}

/// <summary>What came of asking a provider for a wallet's positions.</summary>
public abstract record PositionFetch
{
    PositionFetch()
    {
    }

    /// <summary>Positions arrived.</summary>
    public sealed record Fetched(PositionSet Positions) : PositionFetch;

    /// <summary>The provider is still preparing the wallet (202, or 503 with Retry-After).</summary>
    public sealed record NotReady(TimeSpan RetryAfter, string Reason) : PositionFetch;

    /// <summary>The provider's quota or our own budget is used up until <paramref name="RetryAfter"/> has passed.</summary>
    public sealed record Throttled(TimeSpan RetryAfter, string Reason) : PositionFetch;

    /// <summary>The provider will not serve this wallet (400, 404, 422): a permanent state of the wallet, not worth a retry until somebody asks.</summary>
    public sealed record Refused(string Reason) : PositionFetch;

    /// <summary>The provider rejects our key (401, 403): no wallet can be fetched until an operator acts.</summary>
    public sealed record Unauthorized(string Reason) : PositionFetch;
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
}

/// <summary>A fault of a provider that may pass. The message never holds a key or a full URL with one.</summary>
public sealed class ProviderException(string message, Exception? innerException = null) : Exception(message, innerException);
