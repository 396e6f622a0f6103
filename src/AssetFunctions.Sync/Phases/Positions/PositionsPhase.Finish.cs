using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Positions;

public sealed partial class PositionsPhase
{
    /// <returns>Whether the run is ended.</returns>
    async Task<bool> FinishIfLastAsync(ChunkWork work, WalletState state, CancellationToken cancellationToken)
    {
        if (state.Finish is not null || state.Run?.Attempt != work.Run.Attempt || !state.HasAllMarksOf(work.Run))
        {
            return state.Finish is not null;
        }

        // The request that stores the sum is part of the run.
        var marks = state.Marks.Values.ToList();
        var result = Finish(work.Run, marks) ?? await FinishByRowsAsync(work.Run, marks, cancellationToken);
        if (await store.FinishAsync(work.Run, result.WithMore(work.NotYetReported + DatabaseUsage.OneRequest), cancellationToken) is { } finish)
        {
            work.ReportMore(finish.Total.Usage.Beyond(result.Total.Usage));
            Summarize(work, finish);
        }

        return true;
    }

    // Null where the total depends on which rows count, which only the whole wallet shows.
    RunFinish? Finish(SyncRun run, IReadOnlyList<ChunkMark> marks) =>
        ChunkValuation.Settle(marks.Of(run).Sum(), bound) is { } total ? Finish(run, total) : null;

    async Task<RunFinish> FinishByRowsAsync(SyncRun run, IReadOnlyList<ChunkMark> marks, CancellationToken cancellationToken)
    {
        var total = marks.Of(run).Sum();
        var positions = (await reader.FindContentAsync(run.Wallet, cancellationToken))?.Positions ?? [];
        var assets = await cache.GetManyAsync(positions.Select(position => position.Asset).ToHashSet(), cancellationToken);
        var decisions = await trust.GetAsync(cancellationToken);
        var valued = positions.Select(position => valuation.Of(position, assets.GetValueOrDefault(position.Asset), decisions.Find(position.Asset))).ToArray();
        valuation.Settle(valued);
        return Finish(run, total.WithValuesOf(WalletValues.Sum(valued)));
    }

    RunFinish Finish(SyncRun run, ChunkTally total)
    {
        var missing = ReasonForPartial(run, total);
        return new RunFinish(missing is null ? RunStatus.Completed : RunStatus.Partial, missing, clock.GetUtcNow(), total);
    }

    static string? ReasonForPartial(SyncRun run, ChunkTally total)
    {
        if (run.IncompleteReason is { } incomplete)
        {
            return incomplete;
        }

        if (total.PositionsKept > 0)
        {
            return ChunkDiff.IsEmpty(run) ? $"the provider returned no positions; the {total.PositionsKept} stored ones were kept"
                : run.IsNarrow ? $"{total.PositionsKept} stored positions were kept because {run.Provider} does not report every kind of position or could not read them"
                : $"{total.PositionsKept} stored positions were kept because their rows could not be read";
        }

        return total.AssetsRefused > 0 ? $"{total.AssetsRefused} assets could not be registered" : null;
    }

    void Summarize(ChunkWork work, RunFinish finish)
    {
        // The record does not have the charge, the metric and the summary do.
        var after = new DatabaseUsage(0, work.NotYetReported.RequestUnits);
        work.ReportMore(after);
        metrics.RecordFinish(after.RequestUnits);
        var statistics = cache.GetStatistics();
        new RunSummary(work.Run, finish.WithMore(after), (statistics.Entries, statistics.HitRatio)) { FinishRequestUnits = after.RequestUnits }.Log(logger);
    }
}
