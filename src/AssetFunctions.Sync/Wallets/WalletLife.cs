namespace AssetFunctions.Sync.Wallets;

/// <summary>What is stored of a wallet beside its positions and runs: how it is registered, when it is due, which run was asked for, its deletion.</summary>
public sealed record WalletLife
{
    /// <summary>A wallet of which only runs are known.</summary>
    public static WalletLife None { get; } = new();

    /// <summary>How the wallet is registered, or null for one that was only ever synced on request.</summary>
    public WalletRegistration? Registration { get; init; }

    /// <summary>When the next scheduled sync is due (UTC), or null when none is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The run that was asked for last, or null when none was announced.</summary>
    public WalletClaim? Claim { get; init; }

    /// <summary>Fetch time of the last run that wrote or removed positions (UTC), or null when none did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The deletion that was asked for, or null.</summary>
    public WalletDeletion? Deletion { get; init; }
}

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
/// <param name="AskedAt">When it was asked for (UTC).</param>
/// <param name="ExpiresAt">When it counts as stuck and no longer holds others off (UTC).</param>
public sealed record WalletClaim(string RunId, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether the run has ended, or one that fetched the wallet after it was asked for. Decided by the store, see <see cref="ClaimRules.IsOver"/>.</summary>
    public bool IsOver { get; init; }
}

/// <summary>The removal of everything about a wallet.</summary>
/// <param name="AskedAt">When it was asked for (UTC).</param>
/// <param name="Removed">Documents removed so far.</param>
/// <param name="DoneAt">When nothing was left (UTC), or null while it goes on.</param>
public sealed record WalletDeletion(DateTimeOffset AskedAt, int Removed, DateTimeOffset? DoneAt);

/// <summary>A wallet as the directory lists it.</summary>
/// <param name="Wallet">Address in canonical form.</param>
/// <param name="Progress">How its sync stands; without the marks where the entry comes from a list.</param>
public sealed record WalletEntry(string Wallet, WalletProgress Progress)
{
    public WalletLife Life => Progress.Life;
}
