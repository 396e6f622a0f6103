using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// Which write may replace which state of a wallet. A store checks the same rules in the conditions of its writes, so that they hold across
/// instances. A state of null is that of a wallet the store has never seen.
/// </summary>
public static class WriteRules
{
    /// <summary>Whether a chunk may be marked without reading its range: the range holds what the chunk shows, whichever run stored it.</summary>
    public static bool MayConfirm(WalletState? state, SyncRun run, ChunkMark mark) =>
        state is not null && IsOpen(state, run) && state.Marks.TryGetValue(mark.Index, out var known) && known.Digest == mark.Digest;

    /// <summary>
    /// Whether a commit may be stored. One that finishes its run or changes the layout depends on the whole state it was based on; any other only
    /// on the mark of its own chunk, so that chunks of one run do not invalidate each other.
    /// </summary>
    public static bool MayCommit(WalletState? state, ChunkCommit commit)
    {
        if (state is null || commit.Basis is not { } basis)
        {
            return state is null && commit.Basis is null;
        }

        return MayStore(basis, commit.Run) && (commit.Finish is not null || basis.Run?.Layout != commit.Run.Layout
            ? state.Version == basis.Version
            : IsOpen(state, commit.Run) && IsSame(state.Marks.GetValueOrDefault(commit.Mark.Index), basis.Marks.GetValueOrDefault(commit.Mark.Index)));
    }

    /// <summary>Whether a run may be finished: it is the stored one and not finished.</summary>
    public static bool MayFinish(WalletState? state, SyncRun run) =>
        state is not null && !state.IsClosedTo(run) && state.Run?.Attempt == run.Attempt && !IsFinished(state, run);

    /// <summary>
    /// Whether a run may store anything: the wallet was not deleted since its fetch, no newer run is stored, and it is not finished. Of two
    /// fetches at the same instant the one that was stored first stays.
    /// </summary>
    public static bool MayStore(WalletState state, SyncRun run) =>
        !state.IsClosedTo(run) && !IsFinished(state, run)
        && (state.Run is not { } stored || stored.Attempt == run.Attempt || stored.StartedAt < run.StartedAt);

    /// <summary>Whether a failure is recorded at all: not of a wallet that was deleted since, nor of one of which that cannot be known any more.</summary>
    public static bool MayRecord(WalletState? state, RunFailure failure) =>
        state is null ? !RegistrationDefaults.IsForgotten(failure.StartedAt, failure.FailedAt) : !state.IsClosedTo(failure.StartedAt);

    /// <summary>Whether a failure that is recorded becomes the last one of the wallet: neither the stored run nor the last failure is newer.</summary>
    public static bool MayFail(WalletState? state, RunFailure failure) =>
        MayRecord(state, failure) && !(state?.Run?.StartedAt > failure.StartedAt) && !(state?.LastFailure?.StartedAt > failure.StartedAt);

    /// <summary>Whether a registration may be stored: registration and due time are those of the state it was decided on.</summary>
    public static bool MayRegister(WalletState? state, WalletState? basis) => basis is null
        ? state is null
        : state is { Deletion: null } && state.Registration?.Revision == basis.Registration?.Revision && state.DueAt == basis.DueAt;

    /// <summary>Whether a run may be announced: the wallet is not being deleted, no run is on its way and none has just ended.</summary>
    public static bool MayClaim(WalletState? state, ClaimTerms terms) => state is null
        || (state.Deletion is null && ClaimRules.FindLive(state, terms.Now, terms.StuckBefore) is null && ClaimRules.FindFresh(state, terms.FreshSince) is null);

    /// <summary>Whether an announcement may be extended or withdrawn: it is that of the run.</summary>
    public static bool IsAnnounced(WalletState? state, string runId) => state?.Claim?.RunId == runId;

    /// <summary>Whether a due time may be moved: it is the one that was read, registration and deletion are, and its run may be announced.</summary>
    public static bool MayAdvance(WalletState? state, DueAdvance advance) =>
        state is not null && (advance.IsRemoval ? state.Deletion is { DoneAt: null } : state.Deletion is null)
        && state.DueAt == advance.DueAt
        && (advance.Revision is not { } revision || state.Registration?.Revision == revision)
        && (advance.Terms is not { } terms || MayClaim(state, terms));

    /// <summary>Whether a wallet may be closed: it is known and was not closed before.</summary>
    public static bool MayClose(WalletState? state) => state is { Deletion: null };

    /// <summary>Whether a deleted wallet may come back: what is left of it is what was read.</summary>
    public static bool MayRevive(WalletState? state, WalletState revived) => state?.Version == revived.Version;

    static bool IsOpen(WalletState state, SyncRun run) => state.Run?.Layout == run.Layout && MayStore(state, run);

    static bool IsFinished(WalletState state, SyncRun run) => state.LastFinish?.Attempt == run.Attempt;

    static bool IsSame(ChunkMark? stored, ChunkMark? basis) => stored?.Attempt == basis?.Attempt && stored?.Digest == basis?.Digest;
}
