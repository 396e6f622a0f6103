namespace AssetFunctions.Sync.Wallets;

/// <summary>Defaults and bounds of registrations and of the schedule.</summary>
public static class RegistrationDefaults
{
    public const int MaxLabelLength = 80;

    public const int MaxNetworks = 64;

    public const int MaxNetworkLength = 64;

    /// <summary>Minutes between two scheduled syncs when the registration does not state an interval.</summary>
    public const int IntervalMinutes = 60;

    public const int MinIntervalMinutes = 10;

    public const int MaxIntervalMinutes = 7 * 24 * 60;

    /// <summary>Net value in US dollars from which a wallet is synced more often.</summary>
    public const int ValuableUsd = 100_000;

    /// <summary>Maximum wallets of one shard scheduled per tick.</summary>
    public const int MaxPerShard = 5_000;

    /// <summary>
    /// Seconds for which a received message stays invisible, fixed by the Functions host. The message of a killed instance returns after that time.
    /// </summary>
    public const int MessageLeaseSeconds = 10 * 60;

    /// <summary>Seconds until an unfinished run counts as stuck and no longer blocks new runs: two message leases, and five minutes to do the work.</summary>
    public const int StuckAfterSeconds = (2 * MessageLeaseSeconds) + (5 * 60);

    /// <summary>
    /// Minimum of <see cref="StuckAfterSeconds"/>. A run may lose its instance twice, for example at its request and at one of its chunks, and must
    /// keep its claim until both messages are back.
    /// </summary>
    public const int MinStuckAfterSeconds = (2 * MessageLeaseSeconds) + 1;

    /// <summary>Seconds for which a finished run serves refreshes that are not forced.</summary>
    public const int MinAgeSeconds = 30;

    /// <summary>
    /// Seconds for which the tombstone of a deleted wallet is kept. A run requested or fetched longer ago stores nothing for an unknown wallet, because
    /// the wallet may have been deleted since.
    /// </summary>
    public const int RememberDeletedSeconds = 7 * 24 * 60 * 60;

    /// <summary>Whether the tombstone of a deletion after an instant may have expired.</summary>
    public static bool IsForgotten(DateTimeOffset instant, DateTimeOffset now) => now - instant >= TimeSpan.FromSeconds(RememberDeletedSeconds);

    /// <summary>Time after which the schedule requests the removal of a closed wallet again.</summary>
    public static readonly TimeSpan RemovalLate = TimeSpan.FromMinutes(10);

    /// <summary>Attempts to change a wallet while other writers change it.</summary>
    public const int MaxAttempts = 5;
}
