using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// The one stored state of a wallet, beside which lie its positions, run records and transactions; and what follows from it. Which write may
/// replace which state is in <see cref="WriteRules"/>.
/// </summary>
public sealed record WalletState
{
    /// <summary>Address in canonical form.</summary>
    public required string Wallet { get; init; }

    /// <summary>Opaque version (ETag) of the stored state.</summary>
    public required string Version { get; init; }

    /// <summary>How the wallet is registered, or null for one that was only ever synced on request.</summary>
    public WalletRegistration? Registration { get; init; }

    /// <summary>When the next scheduled sync is due (UTC), or null when none is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The run that was announced last, or null when none was; whether it still counts is in <see cref="OpenClaim"/>.</summary>
    public WalletClaim? Claim { get; init; }

    /// <summary>The deletion that was requested, or null.</summary>
    public WalletDeletion? Deletion { get; init; }

    /// <summary>When the wallet came back after a deletion (UTC), or null: runs fetched before belong to what was deleted.</summary>
    public DateTimeOffset? RevivedAt { get; init; }

    /// <summary>The newest run that wrote anything for the wallet, or null when none ever did.</summary>
    public SyncRun? Run { get; init; }

    /// <summary>
    /// The last mark of every chunk of the layout of <see cref="Run"/>, by chunk index. A mark of an earlier run tells what the range held then,
    /// a mark of the current run that the chunk is done. Lists of wallets leave the marks out.
    /// </summary>
    public IReadOnlyDictionary<int, ChunkMark> Marks { get; init; } = new Dictionary<int, ChunkMark>();

    /// <summary>The last run that finished, whether or not a newer one has begun since, or null when none has.</summary>
    public FinishedRun? LastFinish { get; init; }

    /// <summary>The last run that was given up, whether or not it still counts, or null when none was.</summary>
    public RunFailure? LastFailure { get; init; }

    /// <summary>Fetch time of the last run that wrote or removed positions (UTC), or null when none did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Fetch time of the last run that kept no stored holding without seeing it (UTC), or null when none has finished.</summary>
    public DateTimeOffset? WholeAt { get; init; }

    /// <summary>How <see cref="Run"/> ended, or null while it has not. One that was given up has not: its chunks may still come.</summary>
    public RunFinish? Finish => Run is { } run && LastFinish?.Attempt == run.Attempt ? LastFinish.Finish : null;

    /// <summary>
    /// The failure that users see, or null. A failed run leaves the last good one in place, so it counts when nothing newer is stored or on its
    /// way; a run whose chunks are all stored after it had been given up only lacks its finish.
    /// </summary>
    public RunFailure? Failure => LastFailure is { } failure && (Run is not { } run || Counts(failure, run)) ? failure : null;

    public RunStatus Status => Failure?.Status ?? Finish?.Status ?? RunStatus.Running;

    /// <summary>The announced run while it holds others off, whether or not its time has expired; null once it is over.</summary>
    public WalletClaim? OpenClaim => Claim is { } claim && !ClaimRules.IsOver(claim, this) ? claim : null;

    /// <summary>
    /// When the oldest of the stored holdings was fetched (UTC), or null when no fetch succeeded yet: while a run stores its chunks, the others
    /// are as the run before left them, and what a run kept without seeing it is as old as the last whole fetch.
    /// </summary>
    public DateTimeOffset? AsOf => LastFinish is null ? Run?.StartedAt
        : LastFinish.Finish.Total.PositionsKept > 0 && WholeAt is not null ? WholeAt
        : LastFinish.FetchedAt;

    /// <summary>Whether a run must not store anything because the wallet was deleted since it was fetched.</summary>
    public bool IsClosedTo(SyncRun run) => IsClosedTo(run.StartedAt);

    /// <summary>Whether what was fetched at an instant must not be stored because the wallet was deleted since.</summary>
    public bool IsClosedTo(DateTimeOffset fetchedAt) => Deletion is not null || fetchedAt <= RevivedAt;

    /// <summary>Whether every chunk of <paramref name="run"/> has been marked.</summary>
    public bool HasAllMarksOf(SyncRun run) => Marks.Values.Of(run).Count() == run.ChunkCount;

    /// <summary>The state with which a deleted wallet begins anew.</summary>
    /// <param name="at">The moment (UTC). Runs fetched before it stay locked out.</param>
    public WalletState Revived(DateTimeOffset at) => new() { Wallet = Wallet, Version = Version, RevivedAt = at };

    bool Counts(RunFailure failure, SyncRun run) => failure.RunId == run.RunId
        ? Finish is null && !HasAllMarksOf(run)
        : Finish is not null && failure.StartedAt > run.StartedAt;
}

/// <summary>A run that finished.</summary>
/// <param name="Attempt">Identity of its fetch, see <see cref="SyncRun.Attempt"/>.</param>
/// <param name="Finish">How it ended.</param>
public sealed record FinishedRun(string Attempt, RunFinish Finish)
{
    public string RunId => RunAttempt.RunIdOf(Attempt);

    /// <summary>When it fetched the wallet (UTC).</summary>
    public DateTimeOffset FetchedAt => RunAttempt.FetchedAtOf(Attempt);
}
