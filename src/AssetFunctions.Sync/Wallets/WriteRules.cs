using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// Decides which write may replace which state of a wallet. Stores check the same rules in the conditions of their writes, so that they apply
/// across instances. A null state is that of a wallet unknown to the store.
/// </summary>
public static class WriteRules
{
    /// <summary>Whether a chunk's checkpoint may be set without reading its range: the stored digest equals the chunk's, whichever run stored it.</summary>
    /// <param name="finishes">
    /// Whether the run is finished with it. The first run of a day is not: its finish also keeps the closing value of the day before.
    /// </param>
    public static bool MayConfirm(WalletState? state, SyncRun run, ChunkMark mark, bool finishes) =>
        state is not null && MayStore(state, run) && state.Marks.TryGetValue(mark.Range.From, out var known) && known.Digest == mark.Digest
        && (!finishes || state.LastFinish is not { } last || last.FetchedAt >= Granularity.Day.StartOf(run.StartedAt));

    /// <summary>
    /// Whether a commit may be stored. One that finishes its run or brings new bounds depends on the whole state it is based on. Any other depends
    /// only on the checkpoint of its own chunk, so that chunks of one run do not invalidate each other.
    /// </summary>
    public static bool MayCommit(WalletState? state, ChunkCommit commit)
    {
        if (state is null || commit.Basis is not { } basis)
        {
            return state is null && commit.Basis is null;
        }

        return MayStore(basis, commit.Run) && (commit.DependsOnWholeState
            ? state.Version == basis.Version
            : MayStore(state, commit.Run) && IsSame(state.Marks.GetValueOrDefault(commit.Mark.Range.From), basis.Marks.GetValueOrDefault(commit.Mark.Range.From)));
    }

    /// <summary>Whether a run may be finished: it is the stored run and is unfinished.</summary>
    public static bool MayFinish(WalletState? state, SyncRun run) =>
        state is not null && !state.IsClosedTo(run) && state.Run?.Attempt == run.Attempt && !IsFinished(state, run);

    /// <summary>
    /// Whether a run may store anything: the wallet was not deleted after the fetch, no newer run is stored, and the run is unfinished. Of two
    /// runs fetched at the same instant, the one stored first wins.
    /// </summary>
    public static bool MayStore(WalletState state, SyncRun run) =>
        !state.IsClosedTo(run) && !IsFinished(state, run)
        && (state.Run is not { } stored || stored.Attempt == run.Attempt || stored.StartedAt < run.StartedAt);

    /// <summary>Whether a failure may be recorded: the wallet was not deleted since, nor, if it is unknown, could it have been.</summary>
    public static bool MayRecord(WalletState? state, RunFailure failure) =>
        state is null ? !RegistrationDefaults.IsForgotten(failure.StartedAt, failure.FailedAt) : !state.IsClosedTo(failure.StartedAt);

    /// <summary>Whether a recorded failure becomes the wallet's last one: neither the stored run nor the last failure is newer.</summary>
    public static bool MayFail(WalletState? state, RunFailure failure) =>
        MayRecord(state, failure) && !(state?.Run?.StartedAt > failure.StartedAt) && !(state?.LastFailure?.StartedAt > failure.StartedAt);

    /// <summary>Whether a registration may be stored: registration and due time have not changed since <paramref name="basis"/>.</summary>
    public static bool MayRegister(WalletState? state, WalletState? basis) => basis is null
        ? state is null
        : state is { Deletion: null } && state.Registration?.Revision == basis.Registration?.Revision && state.DueAt == basis.DueAt;

    /// <summary>Whether a run may claim a wallet: it is not being deleted, no run is in progress and none has just ended.</summary>
    public static bool MayClaim(WalletState? state, ClaimTerms terms) => state is null
        || (state.Deletion is null && ClaimRules.FindLive(state, terms.Now, terms.StuckBefore) is null && ClaimRules.FindFresh(state, terms.FreshSince) is null);

    /// <summary>Whether a claim may be extended or withdrawn: it is that of the run.</summary>
    public static bool IsClaimedBy(WalletState? state, string runId) => state?.Claim?.RunId == runId;

    /// <summary>Whether a due time may be moved: due time, registration and deletion have not changed, and the run may claim the wallet.</summary>
    public static bool MayAdvance(WalletState? state, DueAdvance advance) =>
        state is not null && (advance.IsRemoval ? state.Deletion is { DoneAt: null } : state.Deletion is null)
        && state.DueAt == advance.DueAt
        && (advance.Revision is not { } revision || state.Registration?.Revision == revision)
        && (advance.Terms is not { } terms || MayClaim(state, terms));

    /// <summary>Whether a wallet may be closed: it is known and not closed yet.</summary>
    public static bool MayClose(WalletState? state) => state is { Deletion: null };

    /// <summary>Whether a deleted wallet may be recreated: its tombstone has not changed since it was read.</summary>
    public static bool MayRevive(WalletState? state, WalletState revived) => state?.Version == revived.Version;

    static bool IsFinished(WalletState state, SyncRun run) => state.LastFinish?.Attempt == run.Attempt;

    static bool IsSame(ChunkMark? stored, ChunkMark? basis) => stored?.FetchedAt == basis?.FetchedAt && stored?.Digest == basis?.Digest;
}
