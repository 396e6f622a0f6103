namespace AssetFunctions.Sync.Wallets;

/// <summary>Decides which run of a wallet is in progress or recent enough to share.</summary>
public static class ClaimRules
{
    /// <summary>
    /// Whether a claim no longer blocks new runs: its run has ended, or another run that fetched the wallet after the claim was requested has,
    /// which serves the same callers. It stays over while a later run stores its chunks.
    /// </summary>
    public static bool IsOver(WalletClaim claim, WalletState state) =>
        (state.LastFinish is { } finished && (finished.RunId == claim.RunId || finished.FetchedAt >= claim.RequestedAt))
        || (state.LastFailure is { } failure && (failure.RunId == claim.RunId || failure.StartedAt >= claim.RequestedAt));

    /// <summary>Finds the run that callers join: one that is claimed or storing chunks. Null when none is in progress.</summary>
    /// <param name="stuckBefore">An unfinished run fetched at or before this instant counts as stuck (UTC).</param>
    public static string? FindLive(WalletState state, DateTimeOffset now, DateTimeOffset stuckBefore)
    {
        if (state.OpenClaim is { } claim && claim.ExpiresAt > now)
        {
            return claim.RunId;
        }

        return state is { Finish: null, Run: { } run } && state.LastFailure?.RunId != run.RunId && run.StartedAt > stuckBefore ? run.RunId : null;
    }

    /// <summary>Finds a finished run that is recent enough to serve a new request, or null.</summary>
    public static string? FindFresh(WalletState state, DateTimeOffset? freshSince) =>
        state is { Finish: not null, Run: { } run } && run.StartedAt >= freshSince ? run.RunId : null;
}
