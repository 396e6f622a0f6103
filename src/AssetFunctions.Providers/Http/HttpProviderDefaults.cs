namespace AssetFunctions.Providers.Http;

/// <summary>Defaults and limits that all provider clients share.</summary>
public static class HttpProviderDefaults
{
    /// <summary>User agent. Some front ends reject the default names of HTTP libraries.</summary>
    public const string UserAgent = "AssetFunctions/1.0";

    /// <summary>Four times the largest observed response (14.7 MB).</summary>
    public const long MaxResponseBytes = 64L * 1024 * 1024;

    /// <summary>Room for a row with a megabyte name.</summary>
    public const int MaxRowBytes = 1024 * 1024;

    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Retries after a transient failure. Each counts against the budgets, so there are few.</summary>
    public const int MaxRetries = 2;

    /// <summary>How long calls pause at a provider that keeps failing.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Share of the provider's advertised rate that is used: 80%. The provider counts calls on arrival; the rest leaves room for 250 ms of network jitter
    /// at any rate.
    /// </summary>
    internal const double StatedRateShare = 0.8;

    internal const int ReadBytes = 64 * 1024;
    internal const int MaxErrorBytes = 16 * 1024;
    internal const int MaxReasonLength = 300;

    /// <summary>Wait for a wallet in preparation when no header states one.</summary>
    internal static readonly TimeSpan NotReadyDelay = TimeSpan.FromSeconds(10);

    /// <summary>Wait after a 429 when no header states one.</summary>
    internal static readonly TimeSpan ThrottledDelay = TimeSpan.FromSeconds(1);

    /// <summary>Median of the first wait before a retry; it doubles with each retry.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait before a retry.</summary>
    internal static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Share of failed calls, of at least <see cref="MinimumCalls"/> within <see cref="SamplingDuration"/>, at which the circuit opens. It is high because
    /// some pages always fail, which does not affect the others.
    /// </summary>
    internal const double FailureRatio = 0.75;

    internal const int MinimumCalls = 8;
    internal static readonly TimeSpan SamplingDuration = TimeSpan.FromMinutes(1);

    /// <summary>How long calls pause after the key was rejected: an operator must correct it, and rejected calls may count.</summary>
    internal static readonly TimeSpan KeyRejectionPause = TimeSpan.FromMinutes(5);

    /// <summary>Limits on the waits that headers request.</summary>
    internal static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromDays(31);
}
