namespace AssetFunctions.Sync.Wallets;

/// <summary>Defaults and bounds of registrations and of the schedule.</summary>
public static class RegistrationDefaults
{
    public const int MaxLabelLength = 80;

    public const int MaxNetworks = 64;

    public const int MaxNetworkLength = 64;

    /// <summary>Minutes between two scheduled syncs unless the owner wants something else.</summary>
    public const int IntervalMinutes = 60;

    public const int MinIntervalMinutes = 10;

    public const int MaxIntervalMinutes = 7 * 24 * 60;

    /// <summary>Net value in US dollars from which a wallet is synced more often.</summary>
    public const int ValuableUsd = 100_000;

    /// <summary>Wallets that one shard is asked for at one tick of the schedule.</summary>
    public const int MaxPerShard = 5_000;

    /// <summary>Seconds after which a run that has not ended holds nobody off any more.</summary>
    public const int StuckAfterSeconds = 15 * 60;

    /// <summary>Seconds for which a finished run makes a refresh needless.</summary>
    public const int MinAgeSeconds = 30;

    /// <summary>
    /// Seconds for which a deleted wallet is remembered. What was fetched or asked for longer ago stores nothing where nothing is stored, because
    /// nobody can tell any more whether the wallet was deleted since.
    /// </summary>
    public const int RememberDeletedSeconds = 7 * 24 * 60 * 60;

    /// <summary>Whether an instant is so long ago that a deletion since may be forgotten.</summary>
    public static bool IsForgotten(DateTimeOffset instant, DateTimeOffset now) => now - instant >= TimeSpan.FromSeconds(RememberDeletedSeconds);

    /// <summary>How long the removal of a closed wallet may take until the schedule asks for it again.</summary>
    public static readonly TimeSpan RemovalLate = TimeSpan.FromMinutes(10);

    /// <summary>Attempts to change a wallet that others change at the same time.</summary>
    public const int MaxAttempts = 5;
}
