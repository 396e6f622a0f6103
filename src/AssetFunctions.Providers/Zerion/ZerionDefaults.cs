namespace AssetFunctions.Providers.Zerion;

/// <summary>Defaults and bounds of the Zerion client.</summary>
public static class ZerionDefaults
{
    /// <summary>Name of the source in runs, prices and logs, and of its <see cref="HttpClient"/>.</summary>
    public const string Name = "zerion";

    /// <summary>Configuration section.</summary>
    public const string Section = "Zerion";

    public const string BaseAddress = "https://api.zerion.io/";

    /// <summary>Zerion's front rejects the names of some HTTP libraries, so the client names itself.</summary>
    public const string UserAgent = "AssetFunctions/1.0";

    /// <summary>Four times the largest response seen in the wild (14.7 MB).</summary>
    public const long MaxResponseBytes = 64L * 1024 * 1024;

    /// <summary>A row with a megabyte name still fits, nothing larger does.</summary>
    public const int MaxRowBytes = 1024 * 1024;

    /// <summary>Positions come in one page today.</summary>
    public const int MaxPages = 20;

    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(90);

    internal const int MaxRedirects = 5;
    internal const int ReadBytes = 64 * 1024;
    internal const int MaxErrorBytes = 16 * 1024;
    internal const int MaxReasonLength = 300;

    /// <summary>What Zerion states in Retry-After while it prepares a wallet.</summary>
    internal static readonly TimeSpan NotReadyDelay = TimeSpan.FromSeconds(10);

    /// <summary>Wait after 429 where no header tells it.</summary>
    internal static readonly TimeSpan ThrottledDelay = TimeSpan.FromSeconds(1);

    /// <summary>Wait where the quota of a day or month is used up and no header tells its reset.</summary>
    internal static readonly TimeSpan ExhaustedDelay = TimeSpan.FromHours(1);

    /// <summary>Bounds on any wait a header asks for.</summary>
    internal static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromDays(31);
}
