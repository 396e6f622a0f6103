using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>The summary of a run as the app logs it, built from the run in the API.</summary>
static class Summaries
{
    /// <param name="statistics">Those of the process that did all the work, or null when several shared it.</param>
    /// <returns>Null for a run that has no counts or has not finished.</returns>
    public static RunSummary? Of(FollowedRun followed, StatisticsResponse? statistics)
    {
        if (followed.Run is not { Progress: { } progress, Counts: { } counts, StartedAt: { } startedAt, FinishedAt: { } finishedAt } run)
        {
            return null;
        }

        var fetched = new SyncRun
        {
            Wallet = run.Wallet,
            RunId = run.RunId!,
            StartedAt = startedAt,
            Provider = run.Provider!,
            ChunkCount = progress.Chunks,
            Layout = string.Empty,
            PositionCount = progress.Positions,
            Skipped = run.Skipped.ToDictionary(gap => Enum.Parse<SkipReason>(gap.Reason, ignoreCase: true), gap => gap.Count),
        };
        var total = new ChunkTally
        {
            Positions = counts.Positions,
            PositionsWritten = counts.PositionsWritten,
            AssetsCreated = counts.AssetsCreated,
            AssetsFound = counts.AssetsFound,
            PricesUpdated = counts.PricesUpdated,
            PricesFresh = counts.PricesFresh,
            Requests = counts.Requests,
            RequestUnits = counts.RequestUnits,
        };
        var finish = new RunFinish(Enum.Parse<RunStatus>(run.Status, ignoreCase: true), run.Reason, finishedAt, total);
        return statistics is null
            ? new RunSummary(fetched, finish, Cache: null)
            : new RunSummary(fetched, finish, (statistics.Cache.Entries, statistics.Cache.HitRatio)) { Instance = statistics.Instance.Id };
    }
}
