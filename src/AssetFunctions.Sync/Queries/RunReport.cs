using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>One run as its users see it.</summary>
public sealed record RunReport
{
    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>What is missing of a partial run, or why a run failed.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended (UTC), or null while it is running.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What the run fetched, or null where it could not fetch anything.</summary>
    public SyncRun? Run { get; init; }

    /// <summary>Chunks that are stored.</summary>
    public int ChunksDone { get; init; }

    /// <summary>Sum over the chunks that are stored.</summary>
    public ChunkTally Total { get; init; } = new();

    /// <summary>
    /// When the run ends if its other chunks take as long as those that are stored (UTC), or null for a run that has ended or has stored none.
    /// </summary>
    public DateTimeOffset? EstimateEnd(DateTimeOffset now) =>
        Status == RunStatus.Running && Run is { } run && ChunksDone > 0 && now > StartedAt
            ? now + ((now - StartedAt) / ChunksDone * (run.ChunkCount - ChunksDone))
            : null;

    /// <summary>The report of a run that was asked for and of which nothing is stored yet.</summary>
    public static RunReport Queued(string runId, DateTimeOffset requestedAt) => new() { RunId = runId, Status = RunStatus.Running, StartedAt = requestedAt };

    /// <summary>The report of a run whose record was kept.</summary>
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
