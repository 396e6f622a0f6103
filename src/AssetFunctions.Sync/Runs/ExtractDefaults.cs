namespace AssetFunctions.Sync.Runs;

/// <summary>Defaults and fixed bounds of the Extract phase.</summary>
public static class ExtractDefaults
{
    /// <summary>
    /// Maximum positions in one chunk: with the wallet's state, the run record and a snapshot they fit a transactional batch of 100 operations.
    /// </summary>
    public const int MaxPositionsPerChunk = 90;

    /// <summary>Maximum unreadable rows that a run lists in its chunks; with more, the run counts as incomplete.</summary>
    public const int MaxUnreadableRefs = 50;

    /// <summary>How long a provider may take to prepare a wallet, in seconds.</summary>
    public const int NotReadyBudgetSeconds = 120;

    /// <summary>How long a run without a deadline keeps trying, in seconds. An outage that lasts longer needs an operator.</summary>
    public const int DeadlineSeconds = 6 * 60 * 60;

    /// <summary>Longest delay of one deferral, in seconds. A storage queue allows seven days.</summary>
    public const int MaxDeferralSeconds = 24 * 60 * 60;

    /// <summary>Delay of a message for the delay that a provider requested.</summary>
    public static TimeSpan DeferralFor(TimeSpan requested) => TimeSpan.FromSeconds(Math.Clamp(requested.TotalSeconds, 1, MaxDeferralSeconds));
}
