using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Lifecycle;

/// <summary>Changes to a registration. Null members stay as they are, or take their default in a new registration.</summary>
public sealed record RegistrationChange
{
    public string? Label { get; init; }

    /// <summary>Network slugs; empty means all.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    public TimeSpan? Interval { get; init; }

    public bool? IsPaused { get; init; }

    /// <summary>The revision the caller has read, 0 for none; null overwrites any revision.</summary>
    public int? ExpectedRevision { get; init; }
}

/// <summary>Result of changing a registration.</summary>
public abstract record RegistrationOutcome
{
    RegistrationOutcome()
    {
    }

    /// <summary>The change is stored.</summary>
    public sealed record Stored(WalletState State, bool IsNew) : RegistrationOutcome;

    /// <summary>The stored revision is not the one the caller has read.</summary>
    public sealed record Outdated(int Revision) : RegistrationOutcome;

    /// <summary>The wallet is being deleted.</summary>
    public sealed record Closed : RegistrationOutcome;
}

/// <summary>Registers wallets and changes their registrations.</summary>
public sealed class WalletRegistrations(IWalletReader wallets, IWalletDirectory directory, TimeProvider clock)
{
    /// <summary>Registers a wallet or changes its registration. A new wallet is due at once. Repeating a change only increases the revision.</summary>
    /// <param name="wallet">Address in canonical form.</param>
    public async Task<RegistrationOutcome> RegisterAsync(string wallet, RegistrationChange change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= RegistrationDefaults.MaxAttempts; attempt++)
        {
            var basis = await wallets.FindAsync(wallet, cancellationToken);
            var deletion = basis?.Deletion;
            if (deletion is { DoneAt: null })
            {
                return new RegistrationOutcome.Closed();
            }

            var stored = deletion is null ? basis?.Registration : null;
            if (change.ExpectedRevision is { } expected && expected != (stored?.Revision ?? 0))
            {
                return new RegistrationOutcome.Outdated(stored?.Revision ?? 0);
            }

            var now = clock.GetUtcNow();
            var registration = Apply(change, stored, now);
            var dueAt = DueAt(registration, stored, deletion is null ? basis?.DueAt : null, now);
            var changed = deletion is null
                ? await directory.TryRegisterAsync(wallet, registration, dueAt, basis, cancellationToken)
                : await directory.TryReviveAsync(basis!.Revived(now) with { Registration = registration, DueAt = dueAt }, cancellationToken);
            if (changed is not null)
            {
                return new RegistrationOutcome.Stored(changed, stored is null);
            }
        }

        throw new TransientStoreException($"The registration of wallet {wallet} kept changing while it was stored.");
    }

    static WalletRegistration Apply(RegistrationChange change, WalletRegistration? stored, DateTimeOffset now) => new()
    {
        Label = change.Label is null ? stored?.Label ?? string.Empty : DisplayText.Clean(change.Label, RegistrationDefaults.MaxLabelLength),
        Networks = change.Networks ?? stored?.Networks ?? [],
        Interval = change.Interval ?? stored?.Interval ?? TimeSpan.FromMinutes(RegistrationDefaults.IntervalMinutes),
        IsPaused = change.IsPaused ?? stored?.IsPaused ?? false,
        RegisteredAt = stored?.RegisteredAt ?? now,
        UpdatedAt = now,
        Revision = (stored?.Revision ?? 0) + 1,
    };

    // A shorter interval applies before the planned due time; a resumed wallet is due at once.
    static DateTimeOffset? DueAt(WalletRegistration registration, WalletRegistration? stored, DateTimeOffset? planned, DateTimeOffset now)
    {
        if (registration.IsPaused)
        {
            return null;
        }

        if (stored is null || planned is not { } due)
        {
            return now;
        }

        var soonest = now + registration.Interval;
        return registration.Interval < stored.Interval && soonest < due ? soonest : due;
    }
}
