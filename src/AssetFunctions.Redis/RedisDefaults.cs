namespace AssetFunctions.Redis;

/// <summary>Defaults of the Redis adapters.</summary>
public static class RedisDefaults
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Redis";

    /// <summary>Prefix of every key, so that several apps can share one Redis.</summary>
    public const string InstanceName = "assetfunctions:";

    /// <summary>How long a caller waits for Redis, in milliseconds. The registry responds in a few times that.</summary>
    public const int TimeoutMilliseconds = 250;

    /// <summary>How long calls pause after Redis failed too often, in seconds.</summary>
    public const double BreakSeconds = 5;

    internal const string ClientName = "AssetFunctions";

    /// <summary>Scope of the tokens that Azure Managed Redis accepts.</summary>
    internal const string TokenScope = "https://redis.azure.com/.default";

    /// <summary>How often the credential's current token is checked. Tokens last an hour or more.</summary>
    internal static readonly TimeSpan TokenCheckInterval = TimeSpan.FromMinutes(1);

    /// <summary>The circuit opens when half of at least four calls within ten seconds failed, that is after at most one second of waiting.</summary>
    internal const double FailureRatio = 0.5;
    internal const int MinimumCalls = 4;
    internal static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(10);

    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long the first caller waits for sign-in and connection. A failing sign-in retries for minutes before it reports the failure.</summary>
    internal static readonly TimeSpan FirstResponse = TimeSpan.FromSeconds(15);

    internal static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    /// <summary>The client's own timeout, for calls whose caller no longer waits.</summary>
    internal static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Delay of a provider call after Redis did not respond in time.</summary>
    internal static readonly TimeSpan LateResponsePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Maximum names of a ranking.</summary>
    internal const int MaxRanked = 20_000;

    /// <summary>Size limit of the in-process cache that replaces Redis, in bytes of payload.</summary>
    internal const long InProcessBytes = 32L * 1024 * 1024;
}
