namespace AssetFunctions.Sync.Transactions;

/// <summary>Defaults and fixed bounds of the Transactions phase.</summary>
public static class TransactionsDefaults
{
    /// <summary>Overlap with the stored history that a later run fetches again, in seconds, to catch reorganizations and late prices.</summary>
    public const int OverlapSeconds = 60 * 60;

    /// <summary>Attempts to fetch a failing page before the run ends.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Delay after the first failure of a page, in seconds; it doubles with each further failure.</summary>
    public const int RetrySeconds = 5;

    /// <summary>Longest delay after a failure, in seconds.</summary>
    public const int MaxRetrySeconds = 15 * 60;

    /// <summary>Maximum pages per run: 50,000 transactions at 100 per page. The next run continues a longer history.</summary>
    public const int MaxPages = 500;

    /// <summary>Maximum ids of the overlap that a run remembers across pages; beyond it, the run marks none as dropped.</summary>
    public const int MaxSeen = 1000;

    /// <summary>Time after which the next page's message counts as lost.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(15);

    /// <summary>Attempts to commit a page while other messages change the same history.</summary>
    public const int MaxCommitAttempts = 8;
}
