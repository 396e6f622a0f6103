namespace AssetFunctions.Providers.Http;

/// <summary>Defaults and bounds that the clients of all providers share.</summary>
public static class HttpProviderDefaults
{
    /// <summary>Some fronts reject the names of HTTP libraries, so the clients name themselves.</summary>
    public const string UserAgent = "AssetFunctions/1.0";

    /// <summary>Four times the largest response seen in the wild (14.7 MB).</summary>
    public const long MaxResponseBytes = 64L * 1024 * 1024;

    /// <summary>A row with a megabyte name still fits, nothing larger does.</summary>
    public const int MaxRowBytes = 1024 * 1024;

    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Repetitions of a call that met a fault. Each is paid for like any other call, so there are few.</summary>
    public const int MaxRetries = 2;

    /// <summary>How long a provider that keeps failing is left alone.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Share of the calls per second a provider states that is used. A provider counts calls when they arrive and by its own clock: with a fifth to
    /// spare, calls may take up to 250 ms longer to arrive than others, at any rate, and still never fall into one second with too many.
    /// </summary>
    internal const double StatedRateShare = 0.8;

    internal const int ReadBytes = 64 * 1024;
    internal const int MaxErrorBytes = 16 * 1024;
    internal const int MaxReasonLength = 300;

    /// <summary>Wait for a wallet in preparation where no header tells it.</summary>
    internal static readonly TimeSpan NotReadyDelay = TimeSpan.FromSeconds(10);

    /// <summary>Wait after 429 where no header tells it.</summary>
    internal static readonly TimeSpan ThrottledDelay = TimeSpan.FromSeconds(1);

    /// <summary>Middle of the first wait before a call is repeated; it doubles from one repetition to the next.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait before a call is repeated.</summary>
    internal static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A provider keeps failing when this share of its calls fails, of at least so many within the time. Some pages fail for ever, which says
    /// nothing about the others, so the share is high.
    /// </summary>
    internal const double FailureRatio = 0.75;

    internal const int MinimumCalls = 8;
    internal static readonly TimeSpan SamplingDuration = TimeSpan.FromMinutes(1);

    /// <summary>How long a provider that rejects the key is not asked: a key is set right by hand, and every rejected call may count.</summary>
    internal static readonly TimeSpan KeyRejectionPause = TimeSpan.FromMinutes(5);

    /// <summary>Bounds on any wait a header asks for.</summary>
    internal static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromDays(31);
}
