using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Queries;

/// <summary>Reports the status of runs. A run that has been silent for too long is reported as failed, although it may still complete.</summary>
public sealed class RunReports(IOptions<RefreshOptions> refresh, IOptions<ExtractOptions> extract, TimeProvider clock)
{
    readonly TimeSpan _stuckAfter = TimeSpan.FromSeconds(refresh.Value.StuckAfterSeconds);
    readonly TimeSpan _lostAfter = TimeSpan.FromSeconds(Math.Max(refresh.Value.StuckAfterSeconds, extract.Value.DeadlineSeconds));

    /// <summary>The wallet's last run, or null when none has stored anything or failed.</summary>
    public RunReport? OfLast(WalletState state) =>
        state.Failure is { } failure ? Of(failure, state)
        : state.Run is { } run ? Of(run, state)
        : null;

    /// <summary>The run that has claimed the wallet, or null when there is none or it is over.</summary>
    public RunReport? OfClaim(WalletState state) => state is { Deletion: null, OpenClaim: { } claim }
        ? new RunReport
        {
            RunId = claim.RunId,
            StartedAt = claim.RequestedAt,
            Status = IsLost(claim) ? RunStatus.Failed : RunStatus.Running,
            Reason = IsLost(claim) ? $"The run has stored nothing within {_lostAfter.TotalSeconds:F0} seconds; request another run." : null,
        }
        : null;

    /// <summary>One run of a wallet, or null when the wallet's state does not include it.</summary>
    public RunReport? Find(WalletState state, string runId) =>
        OfLast(state) is { } last && last.RunId == runId ? last
        : OfClaim(state) is { } claimed && claimed.RunId == runId ? claimed
        : null;

    RunReport Of(SyncRun run, WalletState state)
    {
        var isStuck = state.Finish is null && HasPassed(run.StartedAt, _stuckAfter);
        var report = WithChunks(run, state);
        return report with
        {
            Status = state.Finish?.Status ?? (isStuck ? RunStatus.Failed : RunStatus.Running),
            Reason = isStuck ? $"The run has not ended within {_stuckAfter.TotalSeconds:F0} seconds and no longer blocks new runs." : state.Finish?.Reason,
            FinishedAt = state.Finish?.FinishedAt,
            Total = state.Finish?.Total ?? report.Total,
        };
    }

    static RunReport Of(RunFailure failure, WalletState state)
    {
        var report = state.Run is { } run && run.RunId == failure.RunId
            ? WithChunks(run, state)
            : new RunReport { RunId = failure.RunId, Status = failure.Status, StartedAt = failure.StartedAt };
        return report with { Status = failure.Status, Reason = failure.Reason, FinishedAt = failure.FailedAt };
    }

    static RunReport WithChunks(SyncRun run, WalletState state)
    {
        var marks = state.Marks.Values.Of(run).ToList();
        return new RunReport
        {
            RunId = run.RunId,
            Status = RunStatus.Running,
            StartedAt = run.StartedAt,
            Run = run,
            ChunksDone = marks.Count,
            Total = marks.Sum(),
        };
    }

    // A deferred run keeps its claim, so its claim has not expired.
    bool IsLost(WalletClaim claim) => HasPassed(claim.RequestedAt, _lostAfter) && clock.GetUtcNow() >= claim.ExpiresAt;

    bool HasPassed(DateTimeOffset since, TimeSpan time) => clock.GetUtcNow() - since >= time;
}
