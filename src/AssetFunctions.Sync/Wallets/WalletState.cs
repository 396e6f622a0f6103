using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// Stored state of a wallet. Positions, run records and transactions are stored beside it. <see cref="WriteRules"/> decide which write may replace
/// which state.
/// </summary>
public sealed record WalletState
{
    /// <summary>Address in canonical form.</summary>
    public required string Wallet { get; init; }

    /// <summary>Opaque version (ETag) of the stored state.</summary>
    public required string Version { get; init; }

    /// <summary>Registration of the wallet, or null for one that was only synced on request.</summary>
    public WalletRegistration? Registration { get; init; }

    /// <summary>Due time of the next scheduled sync (UTC), or null when none is scheduled.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The last claim, or null when there was none. <see cref="OpenClaim"/> is the one that still counts.</summary>
    public WalletClaim? Claim { get; init; }

    /// <summary>The requested deletion, or null.</summary>
    public WalletDeletion? Deletion { get; init; }

    /// <summary>When the wallet was recreated after a deletion (UTC), or null. Runs fetched before it belong to the deleted wallet.</summary>
    public DateTimeOffset? RevivedAt { get; init; }

    /// <summary>The newest run that has written to the wallet, or null when none has.</summary>
    public SyncRun? Run { get; init; }

    /// <summary>
    /// The last checkpoints, by the first id of their ranges, which do not overlap. A checkpoint of the current run means that the chunk is stored;
    /// one of an earlier run has the digest of the range at that time. Empty in lists of wallets.
    /// </summary>
    public IReadOnlyDictionary<string, ChunkMark> Marks { get; init; } = ChunkMarks.None;

    /// <summary>The last finished run, even if a newer one has started since, or null when none has finished.</summary>
    public FinishedRun? LastFinish { get; init; }

    /// <summary>The last failed run, or null when none has failed. <see cref="Failure"/> is the one that still counts.</summary>
    public RunFailure? LastFailure { get; init; }

    /// <summary>Fetch time of the last run that wrote or removed positions (UTC), or null when none has.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Fetch time of the last run that accounted for every stored position (UTC), or null when none has.</summary>
    public DateTimeOffset? WholeAt { get; init; }

    /// <summary>Result of <see cref="Run"/>, or null while it is unfinished. A failed run is unfinished, because its chunks may still arrive.</summary>
    public RunFinish? Finish => Run is { } run && LastFinish?.Attempt == run.Attempt ? LastFinish.Finish : null;

    /// <summary>
    /// The failure to report, or null. A failure counts until a newer run is stored, and not for a run whose chunks have all been stored after it
    /// failed, which only lacks its finish.
    /// </summary>
    public RunFailure? Failure => LastFailure is { } failure && (Run is not { } run || Counts(failure, run)) ? failure : null;

    public RunStatus Status => Failure?.Status ?? Finish?.Status ?? RunStatus.Running;

    /// <summary>The claim of a run that has not ended, expired or not; null once <see cref="ClaimRules.IsOver"/>.</summary>
    public WalletClaim? OpenClaim => Claim is { } claim && !ClaimRules.IsOver(claim, this) ? claim : null;

    /// <summary>
    /// Fetch time of the oldest stored position (UTC), or null when no fetch has succeeded yet. While a run stores its chunks, the other ranges are
    /// from the previous run; positions that a run kept without seeing them count from <see cref="WholeAt"/>.
    /// </summary>
    public DateTimeOffset? AsOf => LastFinish is null ? Run?.StartedAt
        : LastFinish.Finish.Total.PositionsKept > 0 && WholeAt is not null ? WholeAt
        : LastFinish.FetchedAt;

    /// <summary>Whether a run must not store anything because the wallet was deleted after the fetch.</summary>
    public bool IsClosedTo(SyncRun run) => IsClosedTo(run.StartedAt);

    /// <summary>Whether data fetched at an instant must not be stored because the wallet was deleted after it.</summary>
    public bool IsClosedTo(DateTimeOffset fetchedAt) => Deletion is not null || fetchedAt <= RevivedAt;

    /// <summary>Whether every chunk of <paramref name="run"/>, which is the stored one, has its checkpoint.</summary>
    public bool HasAllMarksOf(SyncRun run) => Marks.Values.Of(run).Count() == run.ChunkCount;

    /// <summary>Initial state of a wallet that is recreated after a deletion.</summary>
    /// <param name="at">Time of the recreation (UTC). Runs fetched at or before it cannot store anything.</param>
    public WalletState Revived(DateTimeOffset at) => new() { Wallet = Wallet, Version = Version, RevivedAt = at };

    bool Counts(RunFailure failure, SyncRun run) => failure.RunId == run.RunId
        ? Finish is null && !HasAllMarksOf(run)
        : Finish is not null && failure.StartedAt > run.StartedAt;
}

/// <summary>A finished run.</summary>
/// <param name="Attempt">Identity of its fetch, see <see cref="SyncRun.Attempt"/>.</param>
/// <param name="Finish">Result of the run.</param>
public sealed record FinishedRun(string Attempt, RunFinish Finish)
{
    public string RunId => RunAttempt.RunIdOf(Attempt);

    /// <summary>When the run fetched the wallet (UTC).</summary>
    public DateTimeOffset FetchedAt => RunAttempt.FetchedAtOf(Attempt);
}
