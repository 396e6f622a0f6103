using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Reading;

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

    /// <summary>The report of the run that was asked for last, or null when none was announced or it is over.</summary>
    public static RunReport? OfClaim(WalletProgress progress) => progress.Life is { Deletion: null, Claim: { IsOver: false } claim }
        ? new RunReport { RunId = claim.RunId, Status = RunStatus.Running, StartedAt = claim.AskedAt }
        : null;

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

    /// <summary>The report of a wallet's last run, or null where there was none.</summary>
    public static RunReport? OfLast(WalletProgress progress) =>
        progress.Failure is { } failure ? Of(failure)
        : progress.State.Run is { } run ? Of(run, progress)
        : null;

    static RunReport Of(RunFailure failure) => new()
    {
        RunId = failure.RunId,
        Status = failure.Status,
        Reason = failure.Reason,
        StartedAt = failure.StartedAt,
        FinishedAt = failure.FailedAt,
    };

    static RunReport Of(SyncRun run, WalletProgress progress)
    {
        var marks = progress.State.Marks.Values.Of(run).ToList();
        return new RunReport
        {
            RunId = run.RunId,
            Status = progress.Finish?.Status ?? RunStatus.Running,
            Reason = progress.Finish?.Reason,
            StartedAt = run.StartedAt,
            FinishedAt = progress.Finish?.FinishedAt,
            Run = run,
            ChunksDone = marks.Count,
            Total = progress.Finish?.Total ?? marks.Sum(),
        };
    }
}
