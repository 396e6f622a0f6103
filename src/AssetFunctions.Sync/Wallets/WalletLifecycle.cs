namespace AssetFunctions.Sync.Wallets;

/// <summary>What its owner wants of a wallet.</summary>
public sealed record WalletRegistration
{
    /// <summary>Name for people, at most <see cref="RegistrationDefaults.MaxLabelLength"/> characters; empty when there is none.</summary>
    public required string Label { get; init; }

    /// <summary>Slugs of the networks whose positions are kept, in ordinal order; empty means all.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>Time between two scheduled syncs before tier and jitter, see <see cref="ScheduleRules"/>.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Whether the schedule leaves the wallet alone. It can still be refreshed on request.</summary>
    public required bool IsPaused { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts the changes, from 1. A caller who states the revision it has seen never overwrites a change it has not.</summary>
    public required int Revision { get; init; }
}

/// <summary>Announces a run before it is fetched, so that others who ask meanwhile join it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="RequestedAt">When it was asked for (UTC).</param>
/// <param name="ExpiresAt">When it counts as stuck and no longer holds others off (UTC).</param>
public sealed record WalletClaim(string RunId, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt);

/// <summary>The removal of everything about a wallet.</summary>
/// <param name="RequestedAt">When it was asked for (UTC).</param>
/// <param name="Removed">Documents removed so far.</param>
/// <param name="DoneAt">When nothing was left (UTC), or null while it goes on.</param>
public sealed record WalletDeletion(DateTimeOffset RequestedAt, int Removed, DateTimeOffset? DoneAt);
