namespace AssetFunctions.Sync.Providers;

/// <summary>Result of a provider call: the data, or a deliberate response without it. Reasons never contain a key.</summary>
public abstract record ProviderResult
{
    ProviderResult()
    {
    }

    /// <summary>Why the data was not served, or null where it was.</summary>
    public string? Refusal => this switch
    {
        NotReady notReady => notReady.Reason,
        Throttled throttled => throttled.Reason,
        Refused refused => refused.Reason,
        Unauthorized unauthorized => unauthorized.Reason,
        _ => null,
    };

    /// <summary>The provider served the data.</summary>
    public sealed record Served<T>(T Value) : ProviderResult;

    /// <summary>The provider is still preparing the wallet (202 or 503).</summary>
    public sealed record NotReady(TimeSpan RetryAfter, string Reason) : ProviderResult;

    /// <summary>The provider's quota or our own budget is used up, or calls are paused, until <paramref name="RetryAfter"/> has passed.</summary>
    public sealed record Throttled(TimeSpan RetryAfter, string Reason) : ProviderResult
    {
        /// <summary>Whether the provider was not called because it keeps failing. Another one should then be called, however short the pause.</summary>
        public bool IsOutage { get; init; }
    }

    /// <summary>The provider will not serve this (400, 413, 414, 422, or 404 with a reason): permanent, not retried until a user requests it.</summary>
    public sealed record Refused(string Reason) : ProviderResult;

    /// <summary>The provider rejects our key (401, 402, 403): nothing can be fetched until an operator acts.</summary>
    public sealed record Unauthorized(string Reason) : ProviderResult;
}

/// <summary>A transient failure of a provider. The message never contains a key or a URL with one.</summary>
public sealed class ProviderException(string message, Exception? innerException = null) : Exception(message, innerException);
