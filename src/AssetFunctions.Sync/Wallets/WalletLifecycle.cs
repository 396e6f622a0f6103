namespace AssetFunctions.Sync.Wallets;

/// <summary>Registration of a wallet: label, networks and schedule.</summary>
public sealed record WalletRegistration
{
    /// <summary>Display name, at most <see cref="RegistrationDefaults.MaxLabelLength"/> characters; empty when there is none.</summary>
    public required string Label { get; init; }

    /// <summary>Slugs of the networks whose positions are kept, in ordinal order; empty means all.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>Time between two scheduled syncs before tier and jitter, see <see cref="ScheduleRules"/>.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Whether the schedule skips the wallet. It can still be refreshed on request.</summary>
    public required bool IsPaused { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Number of changes, from 1. A caller that states the revision it has read never overwrites a later change.</summary>
    public required int Revision { get; init; }
}

/// <summary>A run's claim on a wallet, made before the fetch so that later requests join the run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="RequestedAt">When the run was requested (UTC).</param>
/// <param name="ExpiresAt">When the run counts as stuck and no longer blocks new runs (UTC).</param>
public sealed record WalletClaim(string RunId, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt);

/// <summary>Deletion of all documents of a wallet.</summary>
/// <param name="RequestedAt">When it was requested (UTC).</param>
/// <param name="Removed">Documents removed so far.</param>
/// <param name="DoneAt">When the last one was removed (UTC), or null while the deletion is in progress.</param>
public sealed record WalletDeletion(DateTimeOffset RequestedAt, int Removed, DateTimeOffset? DoneAt);
