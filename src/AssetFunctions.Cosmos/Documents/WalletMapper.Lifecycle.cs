using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Documents;

static partial class WalletMapper
{
    public static RegistrationDocument ToDocument(WalletRegistration registration) => new()
    {
        Label = registration.Label,
        Networks = registration.Networks,
        IntervalMinutes = registration.Interval.TotalMinutes,
        Paused = registration.IsPaused,
        RegisteredAt = registration.RegisteredAt,
        UpdatedAt = registration.UpdatedAt,
        Revision = registration.Revision,
    };

    public static ClaimDocument ToDocument(WalletClaim claim) =>
        new(claim.RunId, claim.RequestedAt.ToUnixTimeMilliseconds(), claim.ExpiresAt.ToUnixTimeMilliseconds());

    /// <summary>State of a revived wallet.</summary>
    public static WalletDocument ToDocument(WalletState revived) => new()
    {
        Wallet = revived.Wallet,
        Ranges = [],
        Registration = revived.Registration is { } registration ? ToDocument(registration) : null,
        DueMs = revived.DueAt?.ToUnixTimeMilliseconds(),
        Claim = revived.Claim is { } claim ? ToDocument(claim) : null,
        RevivedMs = revived.RevivedAt?.ToUnixTimeMilliseconds(),
    };

    public static WalletDeletion ToDeletion(DeletionDocument deletion) =>
        new(ToInstant(deletion.RequestedMs), deletion.Removed, ToInstant(deletion.DoneMs));

    /// <summary>Fetch time of a run that changed positions, in milliseconds since 1970; null for one that did not.</summary>
    public static long? ChangedMsOf(SyncRun run, RunFinish finish) =>
        finish.Total is { PositionsWritten: 0, PositionsRemoved: 0 } ? null : run.StartedAt.ToUnixTimeMilliseconds();

    /// <summary>Fetch time of a run after which all stored positions were in its fetch, in milliseconds since 1970; null for any other.</summary>
    public static long? WholeMsOf(SyncRun run, RunFinish finish) => finish.Total.PositionsKept == 0 ? run.StartedAt.ToUnixTimeMilliseconds() : null;

    static WalletRegistration ToRegistration(RegistrationDocument registration) => new()
    {
        Label = registration.Label,
        Networks = registration.Networks,
        Interval = TimeSpan.FromMinutes(registration.IntervalMinutes),
        IsPaused = registration.Paused,
        RegisteredAt = registration.RegisteredAt,
        UpdatedAt = registration.UpdatedAt,
        Revision = registration.Revision,
    };

    static RunFailure ToFailure(FailureDocument failure) =>
        new(failure.RunId, failure.StartedAt, failure.FailedAt, failure.Status, failure.Reason);

    static DateTimeOffset ToInstant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    static DateTimeOffset? ToInstant(long? milliseconds) => milliseconds is { } known ? ToInstant(known) : null;
}
