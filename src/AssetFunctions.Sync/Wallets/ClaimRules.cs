using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Which run of a wallet counts as on its way. The stores ask the same of what they hold in their conditions.</summary>
public static class ClaimRules
{
    /// <summary>
    /// Whether a run that was announced holds nobody off any more: it has ended, or a run that fetched the wallet after it was asked for has,
    /// which is as good for those who wait.
    /// </summary>
    /// <param name="finished">The stored run, if it is finished.</param>
    /// <param name="failure">The recorded failure, whether or not the status speaks of it.</param>
    public static bool IsOver(WalletClaim claim, SyncRun? finished, RunFailure? failure) =>
        (finished is not null && (finished.RunId == claim.RunId || finished.StartedAt >= claim.AskedAt))
        || (failure is not null && (failure.RunId == claim.RunId || failure.StartedAt >= claim.AskedAt));

    /// <summary>The run that callers join, or null when none is on its way. A run that was announced and one that is storing chunks both count.</summary>
    /// <param name="stuckBefore">A run fetched at or before this instant that has not ended is given up (UTC).</param>
    public static string? FindLive(WalletProgress progress, DateTimeOffset now, DateTimeOffset stuckBefore)
    {
        if (progress.Life.Claim is { IsOver: false } claim && claim.ExpiresAt > now)
        {
            return claim.RunId;
        }

        return progress.State.Run is { } run && IsGoingOn(progress, run) && run.StartedAt > stuckBefore ? run.RunId : null;
    }

    /// <summary>The finished run that is young enough to make a new one needless, or null.</summary>
    public static string? FindFresh(WalletProgress progress, DateTimeOffset? freshSince) =>
        progress.Finish is not null && progress.State.Run is { } run && run.StartedAt >= freshSince ? run.RunId : null;

    static bool IsGoingOn(WalletProgress progress, SyncRun run) => progress.Finish is null && progress.Failure?.RunId != run.RunId;
}
