namespace AssetFunctions.Redis;

/// <summary>Defaults of the Redis adapters.</summary>
public static class RedisDefaults
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Redis";

    /// <summary>Prefix of every key, so that several apps can share one Redis.</summary>
    public const string InstanceName = "assetfunctions:";

    /// <summary>How long a caller waits for Redis, in milliseconds. The registry answers in a few times of that.</summary>
    public const int TimeoutMilliseconds = 250;

    /// <summary>How long Redis is left alone after it failed, in seconds.</summary>
    public const double BreakSeconds = 5;

    internal const string ClientName = "AssetFunctions";

    /// <summary>Scope of the tokens that Azure Managed Redis accepts.</summary>
    internal const string TokenScope = "https://redis.azure.com/.default";

    /// <summary>How often the credential is asked for its current token. Tokens last an hour or more.</summary>
    internal static readonly TimeSpan TokenCheckInterval = TimeSpan.FromMinutes(1);

    /// <summary>The circuit opens when half of at least four calls within ten seconds failed: a second of waiting at most.</summary>
    internal const double FailureRatio = 0.5;
    internal const int MinimumCalls = 4;
    internal static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(10);

    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long the first caller waits for sign-in and connection. A sign-in that fails repeats itself for minutes before it says so.</summary>
    internal static readonly TimeSpan FirstResponse = TimeSpan.FromSeconds(15);

    internal static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    /// <summary>What the client spends on a call nobody waits for any more.</summary>
    internal static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(2);

    /// <summary>When to ask for a call again after Redis did not answer in time.</summary>
    internal static readonly TimeSpan LateResponsePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Memory of the cache in process that stands in for Redis, in bytes of payload.</summary>
    internal const long InProcessBytes = 32L * 1024 * 1024;
}
