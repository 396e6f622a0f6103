using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Status of one run for users.</summary>
public sealed record RunReport
{
    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>What a partial run lacks, or why a run failed.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the run ended (UTC), or null while it is running.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Description of the fetch, or null when the run fetched nothing.</summary>
    public SyncRun? Run { get; init; }

    /// <summary>Number of stored chunks.</summary>
    public int ChunksDone { get; init; }

    /// <summary>Sum over the stored chunks.</summary>
    public ChunkTally Total { get; init; } = new();

    /// <summary>
    /// Estimated end of the run (UTC), extrapolated from its stored chunks; null for a run that has ended or has stored none.
    /// </summary>
    public DateTimeOffset? EstimateEnd(DateTimeOffset now) =>
        Status == RunStatus.Running && Run is { } run && ChunksDone > 0 && now > StartedAt
            ? now + ((now - StartedAt) / ChunksDone * (run.ChunkCount - ChunksDone))
            : null;

    /// <summary>The report of a requested run that has not stored anything yet.</summary>
    public static RunReport Queued(string runId, DateTimeOffset requestedAt) => new() { RunId = runId, Status = RunStatus.Running, StartedAt = requestedAt };

    /// <summary>The report of an ended run, from its record.</summary>
    public static RunReport Of(RunRecord record) => new()
    {
        RunId = record.RunId,
        Status = record.Status,
        Reason = record.Reason,
        StartedAt = record.StartedAt,
        FinishedAt = record.FinishedAt,
        Run = record.Run,
        ChunksDone = record.Run?.ChunkCount ?? 0,
        Total = record.Total,
    };
}
