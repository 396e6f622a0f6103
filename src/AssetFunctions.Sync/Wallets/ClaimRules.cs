namespace AssetFunctions.Sync.Wallets;

/// <summary>Which run of a wallet counts as on its way.</summary>
public static class ClaimRules
{
    /// <summary>
    /// Whether a run that was announced no longer holds others off: it has ended, or a run that fetched the wallet after it was requested has,
    /// which serves those who wait as well. It stays over while a later run stores its chunks.
    /// </summary>
    public static bool IsOver(WalletClaim claim, WalletState state) =>
        (state.LastFinish is { } finished && (finished.RunId == claim.RunId || finished.FetchedAt >= claim.AskedAt))
        || (state.LastFailure is { } failure && (failure.RunId == claim.RunId || failure.StartedAt >= claim.AskedAt));

    /// <summary>The run that callers join, or null when none is on its way. A run that was announced and one that is storing chunks both count.</summary>
    /// <param name="stuckBefore">A run fetched at or before this instant that has not ended is given up (UTC).</param>
    public static string? FindLive(WalletState state, DateTimeOffset now, DateTimeOffset stuckBefore)
    {
        if (state.OpenClaim is { } claim && claim.ExpiresAt > now)
        {
            return claim.RunId;
        }

        return state is { Finish: null, Run: { } run } && state.LastFailure?.RunId != run.RunId && run.StartedAt > stuckBefore ? run.RunId : null;
    }

    /// <summary>The finished run that is young enough to make a new one needless, or null.</summary>
    public static string? FindFresh(WalletState state, DateTimeOffset? freshSince) =>
        state is { Finish: not null, Run: { } run } && run.StartedAt >= freshSince ? run.RunId : null;
}
