namespace AssetFunctions.Providers.Http;

/// <summary>Defaults and bounds that the clients of all sources share.</summary>
public static class HttpSourceDefaults
{
    /// <summary>Some fronts reject the names of HTTP libraries, so the clients name themselves.</summary>
    public const string UserAgent = "AssetFunctions/1.0";

    /// <summary>Four times the largest response seen in the wild (14.7 MB).</summary>
    public const long MaxResponseBytes = 64L * 1024 * 1024;

    /// <summary>A row with a megabyte name still fits, nothing larger does.</summary>
    public const int MaxRowBytes = 1024 * 1024;

    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(90);

    internal const int MaxRedirects = 5;
    internal const int ReadBytes = 64 * 1024;
    internal const int MaxErrorBytes = 16 * 1024;
    internal const int MaxReasonLength = 300;

    /// <summary>Wait for a wallet in preparation where no header tells it.</summary>
    internal static readonly TimeSpan NotReadyDelay = TimeSpan.FromSeconds(10);

    /// <summary>Wait after 429 where no header tells it.</summary>
    internal static readonly TimeSpan ThrottledDelay = TimeSpan.FromSeconds(1);

    /// <summary>Bounds on any wait a header asks for.</summary>
    internal static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromDays(31);
}
