namespace AssetFunctions.Http;

static class ApiDefaults
{
    /// <summary>Positions per page by default.</summary>
    public const int PageSize = 100;

    public const int MaxPageSize = 500;

    /// <summary>Longest name of a network or a type, in characters.</summary>
    public const int MaxSlugLength = 128;

    /// <summary>Longest <c>network:contractAddress</c>, in characters.</summary>
    public const int MaxAssetLength = MaxSlugLength + 1 + 512;

    /// <summary>Wallets per page by default.</summary>
    public const int WalletPageSize = 50;

    public const int MaxWalletPageSize = 200;

    /// <summary>Most poison messages replayed by one request, so that it ends well within the host's time limit.</summary>
    public const int MaxReplay = 1_000;

    /// <summary>Largest request body, in bytes.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    /// <summary>Highest price of an override, in US dollars per token.</summary>
    public const decimal MaxOverridePrice = 1_000_000_000_000m;

    /// <summary>Longest search text, in characters: that of a contract address.</summary>
    public const int MaxSearchLength = 128;

    /// <summary>Longest continuation token, in characters.</summary>
    public const int MaxContinuationLength = 8192;

    /// <summary>Range of a history by default.</summary>
    public static readonly TimeSpan HistoryRange = TimeSpan.FromDays(30);

    public static readonly TimeSpan MaxHistoryRange = TimeSpan.FromDays(366);

    /// <summary>How long a requested run counts as queued when nothing is stored about it.</summary>
    public static readonly TimeSpan QueuedFor = TimeSpan.FromHours(1);

    /// <summary>Timeout of a health check.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long health results are reused. Health requires no key, so it must not multiply the load of the dependencies.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    /// <summary>Retry-After of a 503, in seconds.</summary>
    public const int RetryAfterSeconds = 5;
}
