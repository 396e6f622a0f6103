using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// Positions and sync progress of wallets. Everything of one wallet lives in one partition, so a chunk's positions and its mark commit in
/// one transactional batch. Transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface IWalletStore
{
    /// <summary>
    /// Marks a chunk as done without touching positions, where <see cref="WriteRules.MayConfirm"/>. One request.
    /// </summary>
    /// <returns>The state after the mark, or null when the condition does not hold and the range must be read.</returns>
    Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, CancellationToken cancellationToken);

    /// <summary>Reads the wallet's sync state and the fingerprints of one range. One request.</summary>
    Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, CancellationToken cancellationToken);

    /// <summary>
    /// Commits changed positions and the chunk's mark in one transactional batch (in several when more than 100 operations are needed; the
    /// mark is in the last, and counts them), where <see cref="WriteRules.MayCommit"/>.
    /// </summary>
    /// <returns>The state after the commit, or null when the caller must read the range again and decide anew.</returns>
    Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken);

    /// <summary>Finishes a run whose marks are all set: status, run record and value snapshot in one batch. Does nothing when it is finished already.</summary>
    /// <returns>Whether this call finished the run.</returns>
    Task<bool> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken);

    /// <summary>
    /// Records a run that was given up. Stored positions stay as they are; a newer run is not touched. Nothing is recorded of a wallet
    /// that was deleted since, nor of an unknown one of which that cannot be told any more, see <see cref="RegistrationDefaults.IsForgotten"/>.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="failure">The run and why it failed.</param>
    Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken);

    /// <summary>Reads the record of one run, or null where there is none.</summary>
    Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken);
}

/// <summary>One chunk's worth of changes.</summary>
public sealed record ChunkCommit
{
    public required SyncRun Run { get; init; }

    public required ChunkMark Mark { get; init; }

    /// <summary>Positions that are new or differ from what is stored.</summary>
    public required IReadOnlyList<Position> Upserts { get; init; }

    /// <summary>Ids of positions that left the wallet.</summary>
    public required IReadOnlyList<string> Removals { get; init; }

    /// <summary>The state the decision was based on; null when the wallet is new to the store.</summary>
    public required WalletState? Basis { get; init; }

    /// <summary>Set when this chunk is the last one, as seen in <see cref="Basis"/>: the run is finished in the same batch.</summary>
    public RunFinish? Finish { get; init; }

    /// <summary>The commit with more requests on its account than the one that stores the mark.</summary>
    public ChunkCommit WithMore(DatabaseUsage usage) =>
        this with { Mark = Mark with { Tally = Mark.Tally.WithUsage(Mark.Tally.Usage + usage) }, Finish = Finish?.WithMore(usage) };
}

/// <summary>How a run ended and what it did.</summary>
/// <param name="Status"><see cref="RunStatus.Completed"/> or <see cref="RunStatus.Partial"/>.</param>
/// <param name="Reason">What is missing, for a partial run.</param>
/// <param name="FinishedAt">When it ended (UTC).</param>
/// <param name="Total">
/// Sum over all chunks. The request that stores the sum is counted, without the retries that it takes and without its charge.
/// </param>
public sealed record RunFinish(RunStatus Status, string? Reason, DateTimeOffset FinishedAt, ChunkTally Total)
{
    /// <summary>The same end with more usage.</summary>
    public RunFinish WithMore(DatabaseUsage usage) => this with { Total = Total.WithUsage(Total.Usage + usage) };
}

/// <summary>A run that was given up. What its chunks had stored by then stays.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StartedAt">When it was started (UTC).</param>
/// <param name="FailedAt">When it was given up (UTC).</param>
/// <param name="Status"><see cref="RunStatus.Failed"/>, or <see cref="RunStatus.Partial"/> where the provider was never ready.</param>
/// <param name="Reason">Why, in a sentence a user can act on.</param>
public sealed record RunFailure(string RunId, DateTimeOffset StartedAt, DateTimeOffset FailedAt, RunStatus Status, string Reason);

/// <summary>The stored record of a finished run; kept 30 days.</summary>
public sealed record RunRecord
{
    public required string Wallet { get; init; }

    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>What the run fetched, or null for a run that failed before.</summary>
    public SyncRun? Run { get; init; }

    public ChunkTally Total { get; init; } = new();
}
