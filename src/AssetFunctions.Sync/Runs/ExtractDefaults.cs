namespace AssetFunctions.Sync.Runs;

/// <summary>Defaults and fixed bounds of the Extract phase.</summary>
public static class ExtractDefaults
{
    /// <summary>
    /// Most positions in one chunk: with the wallet's state, its run record and a snapshot they fit one transactional batch of 100 operations.
    /// </summary>
    public const int MaxPositionsPerChunk = 90;

    /// <summary>Most unreadable rows a run names to its chunks; with more of them the run counts as incomplete.</summary>
    public const int MaxUnreadableRefs = 50;

    /// <summary>How long a provider may answer that it is still preparing a wallet, in seconds.</summary>
    public const int NotReadyBudgetSeconds = 120;

    /// <summary>How long a run without a deadline may go on trying, in seconds: by then the provider is down for good, or long enough for somebody to look.</summary>
    public const int DeadlineSeconds = 6 * 60 * 60;

    /// <summary>Longest delay of one deferral, in seconds. A storage queue allows seven days.</summary>
    public const int MaxDeferralSeconds = 24 * 60 * 60;

    /// <summary>How long a message is put off where a provider asks for a delay.</summary>
    public static TimeSpan DeferralFor(TimeSpan requested) => TimeSpan.FromSeconds(Math.Clamp(requested.TotalSeconds, 1, MaxDeferralSeconds));
}
