namespace AssetFunctions.Http;

static class ApiDefaults
{
    /// <summary>Positions of a page unless the caller asks for another number.</summary>
    public const int PageSize = 100;

    public const int MaxPageSize = 500;

    /// <summary>Characters of the name of a network or a type.</summary>
    public const int MaxSlugLength = 128;

    /// <summary>Characters of an asset, <c>network:contractAddress</c>.</summary>
    public const int MaxAssetLength = MaxSlugLength + 1 + 512;

    /// <summary>Wallets of a page unless the caller asks for another number.</summary>
    public const int WalletPageSize = 50;

    public const int MaxWalletPageSize = 200;

    /// <summary>Poison messages put back by one request, so that it ends well within the time that the host gives a request.</summary>
    public const int MaxReplay = 1_000;

    /// <summary>Largest body of a request, in bytes.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    /// <summary>Characters of a search; a contract address is no longer.</summary>
    public const int MaxSearchLength = 128;

    /// <summary>Characters of a continuation token.</summary>
    public const int MaxContinuationLength = 8192;

    /// <summary>How much of a history is shown unless the caller asks for another range.</summary>
    public static readonly TimeSpan HistoryRange = TimeSpan.FromDays(30);

    public static readonly TimeSpan MaxHistoryRange = TimeSpan.FromDays(366);

    /// <summary>How long a run that was asked for counts as waiting in its queue when nothing is known of it.</summary>
    public static readonly TimeSpan QueuedFor = TimeSpan.FromHours(1);

    /// <summary>How long a dependency may take to answer.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the answers of the dependencies are used again: health is open to anyone and must not multiply their load.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    /// <summary>What callers are told to wait when the database is busy, in seconds.</summary>
    public const int RetryAfterSeconds = 5;
}
