using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// Stores positions and sync progress of wallets. A wallet's data is in one partition, so a chunk's positions and its checkpoint commit in one
/// transactional batch. Transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface IWalletStore
{
    /// <summary>
    /// Sets a chunk's checkpoint without touching positions, where <see cref="WriteRules.MayConfirm"/>. One request.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="mark">The checkpoint.</param>
    /// <param name="finish">Result of the run, where the chunk is its only one; the same batch then finishes it. Otherwise null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The state after the change, or null when the condition is not met and the range must be read.</returns>
    Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken);

    /// <summary>Reads the wallet's sync state and one range.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="range">The range.</param>
    /// <param name="expected">
    /// Positions that are probably stored there, sorted by id. One request where the stored ones are cut like these; otherwise up to three.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken);

    /// <summary>
    /// Commits changed positions and the chunk's checkpoint in one transactional batch, where <see cref="WriteRules.MayCommit"/> and the range is
    /// still as it was read. Changed positions lie in the range of the checkpoint. More than 100 operations take several batches; the last one
    /// contains the checkpoint, which counts them.
    /// </summary>
    /// <returns>The state after the commit, or null when the caller must read the range again and recompute the commit.</returns>
    Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken);

    /// <summary>Finishes a run whose checkpoints are all set: status, run record and value snapshot in one batch. Ignores a finished run.</summary>
    /// <returns>The result as stored, with the requests of this call before the one that stored it; null when this call did not finish the run.</returns>
    Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken);

    /// <summary>
    /// Records a failed run, where <see cref="WriteRules.MayRecord"/>. Stored positions and newer runs stay as they are.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="failure">The run and why it failed.</param>
    Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken);

    /// <summary>Reads the record of one run, or null where there is none.</summary>
    Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken);
}

/// <summary>The changes of one chunk.</summary>
public sealed record ChunkCommit
{
    public required SyncRun Run { get; init; }

    public required ChunkMark Mark { get; init; }

    /// <summary>Positions that are new or differ from what is stored.</summary>
    public required IReadOnlyList<Position> Upserts { get; init; }

    /// <summary>Ids of positions that left the wallet.</summary>
    public required IReadOnlyList<string> Removals { get; init; }

    /// <summary>The state the commit is based on; null when the wallet is new to the store.</summary>
    public required WalletState? Basis { get; init; }

    /// <summary>The chunk's range as it was read with <see cref="Basis"/>; null makes the store read it again.</summary>
    public WalletRange? Range { get; init; }

    /// <summary>
    /// Whether the commit depends on the whole state, not only on the checkpoint of its own chunk: it finishes the run, or is the first one of the
    /// run in a range that no checkpoint has the bounds of.
    /// </summary>
    public bool DependsOnWholeState => Finish is not null || (Basis is { } basis
        && (basis.Marks.Moves(Mark.Range) || (basis.Run?.Attempt != Run.Attempt && !basis.Marks.ContainsKey(Mark.Range.From))));

    /// <summary>Set when this chunk is the last one according to <see cref="Basis"/>; then the same batch finishes the run.</summary>
    public RunFinish? Finish { get; init; }

    /// <summary>The commit with more requests on its account than the one that stores the mark.</summary>
    public ChunkCommit WithMore(DatabaseUsage usage) =>
        this with { Mark = Mark with { Tally = Mark.Tally.WithUsage(Mark.Tally.Usage + usage) }, Finish = Finish?.WithMore(usage) };
}

/// <summary>Result of a finished run.</summary>
/// <param name="Status"><see cref="RunStatus.Completed"/> or <see cref="RunStatus.Partial"/>.</param>
/// <param name="Reason">What a partial run lacks; null for a completed one.</param>
/// <param name="FinishedAt">When the run ended (UTC).</param>
/// <param name="Total">Sum over all chunks. The request that stores the sum is counted, without its retries and without its charge.</param>
public sealed record RunFinish(RunStatus Status, string? Reason, DateTimeOffset FinishedAt, ChunkTally Total)
{
    /// <summary>The same result with more usage.</summary>
    public RunFinish WithMore(DatabaseUsage usage) => this with { Total = Total.WithUsage(Total.Usage + usage) };
}

/// <summary>A run that failed. Positions that its chunks have stored stay.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StartedAt">When the run started (UTC).</param>
/// <param name="FailedAt">When the failure was recorded (UTC).</param>
/// <param name="Status"><see cref="RunStatus.Failed"/>, or <see cref="RunStatus.Partial"/> when the provider never became ready.</param>
/// <param name="Reason">Why it failed, in a sentence a user can act on.</param>
public sealed record RunFailure(string RunId, DateTimeOffset StartedAt, DateTimeOffset FailedAt, RunStatus Status, string Reason);

/// <summary>The stored record of an ended run, kept for 30 days.</summary>
public sealed record RunRecord
{
    public required string Wallet { get; init; }

    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Description of the fetch, or null for a run that failed before it fetched anything.</summary>
    public SyncRun? Run { get; init; }

    public ChunkTally Total { get; init; } = new();
}
