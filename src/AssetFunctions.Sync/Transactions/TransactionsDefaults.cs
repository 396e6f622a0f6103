namespace AssetFunctions.Sync.Transactions;

/// <summary>Defaults and fixed bounds of the Transactions phase.</summary>
public static class TransactionsDefaults
{
    /// <summary>How far a later run reaches back behind the newest transaction it knows, in seconds: reorganizations and late prices happen there.</summary>
    public const int OverlapSeconds = 60 * 60;

    /// <summary>How often a run asks for a page that keeps failing.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Delay after the first failure of a page, in seconds; it doubles with each further one.</summary>
    public const int RetrySeconds = 5;

    /// <summary>Longest delay after a failure, in seconds.</summary>
    public const int MaxRetrySeconds = 15 * 60;

    /// <summary>Pages of one run: 50,000 transactions at 100 a page. A longer history goes on with the next run.</summary>
    public const int MaxPages = 500;

    /// <summary>Transactions of the overlap that a run remembers across pages; with more of them it takes none for dropped.</summary>
    public const int MaxSeen = 1000;

    /// <summary>How long the message of the next step may take until it counts as lost.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(15);

    /// <summary>How often a page is compared with what is stored anew because another message changed the history first.</summary>
    public const int MaxCommitAttempts = 8;
}
