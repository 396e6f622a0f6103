namespace AssetFunctions.Sync.Runs;

/// <summary>Defaults and fixed bounds of the Extract phase.</summary>
public static class ExtractDefaults
{
    /// <summary>Positions in one chunk: about as many as fit into one message.</summary>
    public const int PositionsPerChunk = 300;

    /// <summary>Maximum positions of one chunk, sent or received.</summary>
    public const int MaxPositionsPerChunk = 400;

    /// <summary>Maximum unreadable rows that a run lists in its chunks; with more, the run counts as incomplete.</summary>
    public const int MaxUnreadableRefs = 50;

    /// <summary>
    /// Maximum assets whose prices one run has checked: first those confirmed before, then those of the largest values. An airdrop of fewer assets
    /// delays no check.
    /// </summary>
    public const int MaxPriceChecks = 300;

    /// <summary>How long a run waits for the provider of a price check.</summary>
    internal static readonly TimeSpan PriceCheckTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a provider may take to prepare a wallet, in seconds.</summary>
    public const int NotReadyBudgetSeconds = 120;

    /// <summary>How long a run without a deadline keeps trying, in seconds. An outage that lasts longer needs an operator.</summary>
    public const int DeadlineSeconds = 6 * 60 * 60;

    /// <summary>Longest delay of one deferral, in seconds. A storage queue allows seven days.</summary>
    public const int MaxDeferralSeconds = 24 * 60 * 60;

    /// <summary>Delay of a message for the delay that a provider requested.</summary>
    public static TimeSpan DeferralFor(TimeSpan requested) => TimeSpan.FromSeconds(Math.Clamp(requested.TotalSeconds, 1, MaxDeferralSeconds));
}
