using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>
/// Stores the changes in a chunk's range together with the chunk's checkpoint. The chunk that sets the last checkpoint finishes the run. Data of an
/// older run never overwrites that of a newer one.
/// </summary>
public sealed partial class PositionsPhase(
    IWalletStore store,
    WalletLocks locks,
    UnreportedUsage unreported,
    IWalletReader reader,
    AssetCache cache,
    TrustTable trust,
    SpamRules spam,
    UnvouchedBound bound,
    WalletValues valuation,
    SyncMetrics metrics,
    TimeProvider clock,
    ILogger<PositionsPhase> logger) : IPhase<PositionsMessage>
{
    public async Task<PhaseOutcome> RunAsync(PositionsMessage message, PhaseContext context, CancellationToken cancellationToken)
    {
        using var turn = await locks.AcquireAsync(message.Chunk.Run.Wallet, cancellationToken);
        context.Usage.Carry(unreported.Take(message.Chunk.Run.Attempt));
        trust.Add(message.Chunk.Confirmations);
        var work = new ChunkWork(message.Chunk, context.Usage);
        var isEnded = (!IsLikelyChanged(message.Chunk) ? await TryConfirmAsync(work, cancellationToken) : null) ?? await StoreAsync(work, cancellationToken);
        if (work.IsMarked && !isEnded)
        {
            var usage = work.NotYetReported;
            unreported.Add(work.Run.Attempt, usage);
            work.ReportMore(usage);
        }

        return PhaseOutcome.Done;
    }

    // A chunk of mostly new assets is rarely stored already.
    static IReadOnlyList<Position> ExpectedOf(ChunkWork work) => work.Chunk.Tally.AssetsCreated * 2 > work.Chunk.Positions.Count ? [] : work.Positions;

    // A chunk whose assets or prices were just written rarely has unchanged positions, so trying to confirm it would waste a request.
    static bool IsLikelyChanged(Chunk chunk) => chunk.Tally.AssetsCreated > 0 || chunk.Tally.PricesUpdated > 0;

    /// <returns>Whether the run is ended, or null where the range must be read.</returns>
    async Task<bool?> TryConfirmAsync(ChunkWork work, CancellationToken cancellationToken)
    {
        var mark = work.Mark(new ChunkTally { Positions = work.Chunk.Positions.Count }, kept: 0);
        var finish = work.Run.ChunkCount == 1 ? Finish(work.Run, [mark]) : null;
        if (await store.TryConfirmAsync(work.Run, mark, finish, cancellationToken) is not { } state)
        {
            return null;
        }

        work.Report(mark);
        Log.Stored(logger, work.Run.Wallet, work.Run.RunId, work.Chunk.Index, 0, 0, work.Chunk.Positions.Count);
        if (finish is null)
        {
            return await FinishIfLastAsync(work, state, cancellationToken);
        }

        Summarize(work, finish);
        return true;
    }

    /// <returns>Whether the run is ended.</returns>
    async Task<bool> StoreAsync(ChunkWork work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= PositionsDefaults.MaxAttempts; attempt++)
        {
            var range = await store.ReadRangeAsync(work.Run.Wallet, work.Chunk.Range, ExpectedOf(work), cancellationToken);
            if (range.State?.IsClosedTo(work.Run) ?? RegistrationDefaults.IsForgotten(work.Run.StartedAt, clock.GetUtcNow()))
            {
                Log.Closed(logger, work.Run.Wallet, work.Run.RunId, work.Chunk.Index);
                return false;
            }

            if (range.State?.Run is { } stored && stored.Attempt != work.Run.Attempt && stored.StartedAt >= work.Run.StartedAt)
            {
                Log.Superseded(logger, work.Run.Wallet, work.Run.RunId, work.Chunk.Index, stored.RunId);
                return false;
            }

            var known = range.State?.Marks.GetValueOrDefault(work.Chunk.Range.From);
            var ended = known?.FetchedAt == work.Run.StartedAt
                ? await FindStoredAsync(work, range, range.State!, known, cancellationToken)
                : await CommitAsync(work, range, cancellationToken);
            if (ended is { } isEnded)
            {
                return isEnded;
            }
        }

        throw new TransientStoreException($"The state of wallet {work.Run.Wallet} kept changing while chunk {work.Chunk.Index} was stored.");
    }

    // The delivery that stored the chunk did not learn of it, and only another mark can take along what that and this one used since.
    async Task<bool?> FindStoredAsync(ChunkWork work, WalletRange range, WalletState state, ChunkMark known, CancellationToken cancellationToken)
    {
        work.ReportEarlier(known);
        if (state.HasAllMarksOf(work.Run))
        {
            return await FinishIfLastAsync(work, state, cancellationToken);
        }

        var usage = work.NotYetReported + DatabaseUsage.OneRequest;
        var mark = known with { Tally = known.Tally.WithUsage(known.Tally.Usage + usage) };
        var commit = new ChunkCommit { Run = work.Run, Mark = mark, Upserts = [], Removals = [], Basis = state, Range = range };
        if (await store.CommitAsync(commit, cancellationToken) is not { } amended)
        {
            return null;
        }

        work.ReportMore(usage);
        return await FinishIfLastAsync(work, amended, cancellationToken);
    }

    /// <returns>Whether the run is ended, or null where the range must be read again.</returns>
    async Task<bool?> CommitAsync(ChunkWork work, WalletRange range, CancellationToken cancellationToken)
    {
        var diff = ChunkDiff.Between(work.Chunk, work.Positions, range.Positions);
        var kept = diff.Kept.Count + range.Unreadable;
        var values = diff.Kept.Count == 0 ? null : await ValueAsync(diff, cancellationToken);
        var mark = work.Mark(
            new ChunkTally
            {
                Positions = diff.Shown.Count,
                PositionsWritten = diff.Upserts.Count,
                PositionsRemoved = diff.Removals.Count,
                PositionsKept = kept,
            },
            kept,
            values);
        var marks = (range.State?.Marks ?? ChunkMarks.None).With(mark).Values.Of(work.Run).ToList();
        var finish = marks.Count == work.Run.ChunkCount ? Finish(work.Run, marks) : null;
        var commit = new ChunkCommit
        {
            Run = work.Run,
            Mark = mark,
            Upserts = diff.Upserts,
            Removals = diff.Removals,
            Basis = range.State,
            Range = range,
            Finish = finish,
        };
        if (await store.CommitAsync(commit, cancellationToken) is not { } state)
        {
            return null;
        }

        var stored = state.Marks[mark.Range.From];
        work.Report(stored);
        Log.Stored(
            logger, work.Run.Wallet, work.Run.RunId, work.Chunk.Index, diff.Upserts.Count, diff.Removals.Count, work.Chunk.Positions.Count - diff.Upserts.Count);
        if (finish is null)
        {
            return await FinishIfLastAsync(work, state, cancellationToken);
        }

        Summarize(work, finish.WithMore(stored.Tally.Usage.Beyond(mark.Tally.Usage)));
        return true;
    }

    // Kept positions count toward the wallet's value, and the chunk was valued without them.
    async Task<ChunkTally> ValueAsync(ChunkDiff diff, CancellationToken cancellationToken)
    {
        var held = diff.Held.ToList();
        var assets = await cache.GetManyAsync([.. held.Select(position => position.Asset).Distinct()], cancellationToken);
        return ChunkValuation.Of(held, assets.GetValueOrDefault, spam, await trust.GetAsync(cancellationToken));
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.PositionsStored, LogLevel.Debug, "Stored positions of {Wallet} run {RunId} chunk {Chunk}: {Written} written, {Removed} removed, {Unchanged} unchanged.")]
        public static partial void Stored(ILogger logger, string wallet, string runId, int chunk, int written, int removed, int unchanged);

        [LoggerMessage(SyncEvents.WalletClosed, LogLevel.Information, "Dropped chunk {Chunk} of {Wallet} run {RunId}: the wallet was deleted.")]
        public static partial void Closed(ILogger logger, string wallet, string runId, int chunk);

        [LoggerMessage(SyncEvents.ChunkSuperseded, LogLevel.Information, "Dropped chunk {Chunk} of {Wallet} run {RunId}: superseded by run {NewerRunId}.")]
        public static partial void Superseded(ILogger logger, string wallet, string runId, int chunk, string newerRunId);
    }
}
