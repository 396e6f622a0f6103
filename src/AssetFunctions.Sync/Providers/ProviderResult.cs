namespace AssetFunctions.Sync.Providers;

/// <summary>What a provider answered: what was asked for, or on purpose something else. The reasons never hold a key.</summary>
public abstract record ProviderResult
{
    ProviderResult()
    {
    }

    /// <summary>Why what was asked for did not arrive, or null where it did.</summary>
    public string? Refusal => this switch
    {
        NotReady notReady => notReady.Reason,
        Throttled throttled => throttled.Reason,
        Refused refused => refused.Reason,
        Unauthorized unauthorized => unauthorized.Reason,
        _ => null,
    };

    /// <summary>What was asked for arrived.</summary>
    public sealed record Served<T>(T Value) : ProviderResult;

    /// <summary>The provider is still preparing the wallet (202 or 503).</summary>
    public sealed record NotReady(TimeSpan RetryAfter, string Reason) : ProviderResult;

    /// <summary>The provider's quota or our own budget is used up until <paramref name="RetryAfter"/> has passed, or the provider is left alone so long.</summary>
    public sealed record Throttled(TimeSpan RetryAfter, string Reason) : ProviderResult
    {
        /// <summary>Whether the provider was not asked because it keeps failing, so that another one should be, however short the pause.</summary>
        public bool IsOutage { get; init; }
    }

    /// <summary>The provider will not serve this (400, 413, 414, 422, or 404 with a reason): a permanent state, not worth a retry until somebody asks.</summary>
    public sealed record Refused(string Reason) : ProviderResult;

    /// <summary>The provider rejects our key (401, 402, 403): nothing can be fetched until an operator acts.</summary>
    public sealed record Unauthorized(string Reason) : ProviderResult;
}

/// <summary>A transient failure of a provider. The message never holds a key or a full URL with one.</summary>
public sealed class ProviderException(string message, Exception? innerException = null) : Exception(message, innerException);
