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

    /// <summary>
    /// Seconds for which a message that was taken stays invisible; the Functions host fixes it. The message of an instance that was killed returns after
    /// that time.
    /// </summary>
    public const int MessageLeaseSeconds = 10 * 60;

    /// <summary>Seconds until an unfinished run counts as stuck and no longer blocks new runs: two message leases, and five minutes to do the work.</summary>
    public const int StuckAfterSeconds = (2 * MessageLeaseSeconds) + (5 * 60);

    /// <summary>
    /// Least seconds until a run counts as stuck. A run may lose its instance twice, for example at its request and at one of its chunks, and must keep
    /// its claim until both messages are back.
    /// </summary>
    public const int MinStuckAfterSeconds = (2 * MessageLeaseSeconds) + 1;

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
