using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Documents;

static partial class WalletMapper
{
    /// <param name="layout">Releases that only know documents need members that pages leave out.</param>
    public static RegistrationDocument ToDocument(WalletRegistration registration, WriteLayout layout) => layout == WriteLayout.Documents
        ? new()
        {
            Label = registration.Label,
            Networks = registration.Networks,
            IntervalMinutes = registration.Interval.TotalMinutes,
            Paused = registration.IsPaused,
            RegisteredAt = registration.RegisteredAt,
            UpdatedAt = registration.UpdatedAt,
            Revision = registration.Revision,
        }
        : new()
        {
            Label = registration.Label,
            Networks = registration.Networks.Count == 0 ? null : registration.Networks,
            IntervalMinutes = registration.Interval.TotalMinutes,
            Paused = registration.IsPaused ? true : null,
            RegisteredMs = registration.RegisteredAt.ToUnixTimeMilliseconds(),
            UpdatedMs = registration.UpdatedAt.ToUnixTimeMilliseconds(),
            Revision = registration.Revision,
        };

    public static ClaimDocument ToDocument(WalletClaim claim) =>
        new(claim.RunId, claim.RequestedAt.ToUnixTimeMilliseconds(), claim.ExpiresAt.ToUnixTimeMilliseconds());

    /// <summary>State of a revived wallet.</summary>
    public static WalletDocument ToDocument(WalletState revived, WriteLayout layout) => new()
    {
        Wallet = revived.Wallet,
        Ranges = [],
        Registration = revived.Registration is { } registration ? ToDocument(registration, layout) : null,
        DueMs = revived.DueAt?.ToUnixTimeMilliseconds(),
        Claim = revived.Claim is { } claim ? ToDocument(claim) : null,
        RevivedMs = revived.RevivedAt?.ToUnixTimeMilliseconds(),
    };

    public static WalletDeletion ToDeletion(DeletionDocument deletion) =>
        new(ToInstant(deletion.RequestedMs), deletion.Removed, ToInstant(deletion.DoneMs));

    /// <summary>Fetch time of a run that changed positions, in milliseconds since 1970; null for one that did not.</summary>
    public static long? ChangedMsOf(SyncRun run, RunFinish finish) =>
        finish.Total is { PositionsWritten: 0, PositionsRemoved: 0 } ? null : run.StartedAt.ToUnixTimeMilliseconds();

    /// <summary>What a finish stores as <see cref="WalletMembers.WholeMs"/>, or null for nothing.</summary>
    /// <param name="before">The state before it, or null for a new wallet.</param>
    public static long? WholeMsOf(SyncRun run, RunFinish finish, WalletState? before, WriteLayout layout) => (finish.Total.PositionsKept, layout) switch
    {
        (0, WriteLayout.Documents) => run.StartedAt.ToUnixTimeMilliseconds(),
        (0, _) => null,
        _ => before?.WholeAt?.ToUnixTimeMilliseconds(),
    };

    static WalletRegistration ToRegistration(RegistrationDocument registration) => new()
    {
        Label = registration.Label,
        Networks = registration.Networks ?? [],
        Interval = TimeSpan.FromMinutes(registration.IntervalMinutes),
        IsPaused = registration.Paused ?? false,
        RegisteredAt = registration.RegisteredAt ?? ToInstant(registration.RegisteredMs!.Value),
        UpdatedAt = registration.UpdatedAt ?? ToInstant(registration.UpdatedMs!.Value),
        Revision = registration.Revision,
    };

    static RunFailure ToFailure(FailureDocument failure) =>
        new(failure.RunId, failure.StartedAt, failure.FailedAt, failure.Status, failure.Reason);

    static DateTimeOffset ToInstant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    static DateTimeOffset? ToInstant(long? milliseconds) => milliseconds is { } known ? ToInstant(known) : null;
}
