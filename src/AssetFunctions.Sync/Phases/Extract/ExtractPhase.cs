using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.Extract;

/// <summary>
/// Fetches a wallet's positions from the provider and cuts them into chunks; asks for its transactions where they are wanted. Sends nothing to
/// the database unless the run cannot go on or nobody has announced it: a request without a run id joins the run that is on its way.
/// </summary>
public sealed partial class ExtractPhase(
    IPositionProvider provider,
    IWalletStore wallets,
    IWalletReader reader,
    WalletRefresh refresh,
    KnownNetworks networks,
    IOptions<ExtractOptions> options,
    IOptions<TransactionsOptions> transactions,
    TimeProvider clock,
    ILogger<ExtractPhase> logger) : IPhase<SyncRequest>
{
    public Task<PhaseOutcome> RunAsync(SyncRequest message, PhaseContext context, CancellationToken cancellationToken) => message.RunId is { } runId
        ? FetchAsync(message, runId, cancellationToken)
        : AskAsync(message, context.MessageId, cancellationToken);

    async Task<PhaseOutcome> AskAsync(SyncRequest message, string runId, CancellationToken cancellationToken)
    {
        switch (await refresh.AskAsync(message.Wallet, new RefreshRequest(runId, Force: true, Revive: false), cancellationToken))
        {
            case RefreshOutcome.Started started:
                return await FetchAsync(message with { RunId = runId, Networks = message.Networks ?? started.Request.Networks }, runId, cancellationToken);
            case RefreshOutcome.Joined joined:
                Log.Joined(logger, message.Wallet, runId, joined.RunId);
                return TransactionsOnly(message, runId);
            case RefreshOutcome.Closed:
                Log.Closed(logger, message.Wallet, runId);
                return PhaseOutcome.Done;
            case var other:
                throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}.");
        }
    }

    // Nobody knows whether the other run fetches transactions. Where it does, they are fetched once more when it is through.
    PhaseOutcome TransactionsOnly(SyncRequest message, string runId) => message.Transactions == true
        ? new PhaseOutcome.Completed([TransactionsMessage.First(message.Wallet, runId, clock.GetWholeMilliseconds(), message.Deadline)])
        : PhaseOutcome.Done;

    async Task<PhaseOutcome> FetchAsync(SyncRequest message, string runId, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetWholeMilliseconds();
        if (await networks.FindUnknownAsync(message.Networks ?? [], cancellationToken) is { Count: > 0 } unknown
            && await StopAtUnknownAsync(message, runId, startedAt, unknown, cancellationToken) is { } stopped)
        {
            return stopped;
        }

        if (message.AskedAt is { } askedAt && await refresh.FindNeedlessAsync(message.Wallet, runId, askedAt, cancellationToken) is { } needless)
        {
            Log.Dropped(logger, message.Wallet, runId, needless.Reason);
            return needless.IsServed ? TransactionsOnly(message, runId) : PhaseOutcome.Done;
        }

        var deadline = new RunDeadline(message, startedAt, TimeSpan.FromSeconds(options.Value.DeadlineSeconds));
        var fetch = deadline.HasPassed(startedAt) ? null : await deadline.AskAsync(token => provider.FetchPositionsAsync(message.Wallet, token), clock, cancellationToken);
        return fetch switch
        {
            null => await FailAsync(message.Wallet, runId, startedAt, RunStatus.Failed, $"The wallet was not fetched: {deadline.Reason}", cancellationToken),
            SourceAnswer.Served<PositionSet> fetched => Complete(message, runId, startedAt, fetched.Value),
            SourceAnswer.NotReady notReady => await WaitAsync(message, runId, startedAt, deadline, notReady, cancellationToken),
            SourceAnswer.Throttled throttled => await DeferAsync(message, runId, startedAt, deadline, throttled, cancellationToken),
            SourceAnswer.Refused refused => await FailAsync(message.Wallet, runId, startedAt, RunStatus.Failed, refused.Reason, cancellationToken),
            SourceAnswer.Unauthorized unauthorized =>
                await FailAsync(message.Wallet, runId, startedAt, RunStatus.Failed, unauthorized.Reason, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown fetch result {fetch.GetType().Name}."),
        };
    }

    // A run of networks that do not exist would remove everything that is stored. A registered network that is no longer listed ends only a run that
    // has no other, and such a message is none to repair.
    async Task<PhaseOutcome?> StopAtUnknownAsync(
        SyncRequest message, string runId, DateTimeOffset startedAt, IReadOnlyList<UnknownNetwork> unknown, CancellationToken cancellationToken)
    {
        var registered = (await reader.FindAsync(message.Wallet, cancellationToken))?.Registration?.Networks ?? [];
        var isRegistered = unknown.All(one => registered.Contains(one.Network, StringComparer.Ordinal));
        if (isRegistered && unknown.Count < message.Networks!.Count)
        {
            return null;
        }

        var reason = unknown[0].ToString();
        var failed = await FailAsync(message.Wallet, runId, startedAt, RunStatus.Failed, reason, cancellationToken);
        return isRegistered ? failed : new PhaseOutcome.Rejected(reason);
    }

    PhaseOutcome.Completed Complete(SyncRequest message, string runId, DateTimeOffset startedAt, PositionSet fetched)
    {
        var wallet = message.Wallet;
        var positions = OfNetworks(fetched, message.Networks);
        var tooManyUnreadable = positions.UnreadableRefs.Count > ExtractDefaults.MaxUnreadableRefs;
        var template = new SyncRun
        {
            Wallet = wallet,
            RunId = runId,
            StartedAt = startedAt,
            Source = positions.Source,
            IsNarrow = positions.IsNarrow,
            ChunkCount = 1,
            Layout = string.Empty,
            PositionCount = 0,
            Skipped = positions.Skipped,
            IncompleteReason = positions.IncompleteReason
                ?? (tooManyUnreadable ? $"{positions.UnreadableRefs.Count} rows of the provider could not be read" : null),
        };
        var chunks = ChunkPlanner.Plan(
            template, positions.Rows, tooManyUnreadable ? [] : positions.UnreadableRefs, options.Value.PositionsPerChunk);
        Log.Extracted(logger, wallet, runId, chunks[0].Chunk.Run.PositionCount, positions.Skipped.Values.Sum(), chunks.Count, positions.Source);
        return new PhaseOutcome.Completed(
            message.Transactions ?? transactions.Value.Enabled ? [.. chunks, TransactionsMessage.First(wallet, runId, startedAt, message.Deadline)] : chunks);
    }

    // What is left out counts as skipped, so that a wallet with nothing on its networks is not taken for a failed fetch.
    static PositionSet OfNetworks(PositionSet positions, IReadOnlyList<string>? networks)
    {
        if (networks is null or [])
        {
            return positions;
        }

        var kept = positions.Rows.Where(row => networks.Contains(row.Asset.Network, StringComparer.Ordinal)).ToList();
        var left = positions.Rows.Count - kept.Count;
        return left == 0 ? positions : positions with
        {
            Rows = kept,
            Skipped = new Dictionary<SkipReason, int>(positions.Skipped) { [SkipReason.OtherNetwork] = left },
        };
    }

    async Task<PhaseOutcome> WaitAsync(
        SyncRequest message, string runId, DateTimeOffset startedAt, RunDeadline deadline, SourceAnswer.NotReady notReady, CancellationToken cancellationToken)
    {
        var since = message.NotReadySince ?? startedAt;
        var delay = ExtractDefaults.DeferralFor(notReady.RetryAfter);
        return startedAt - since < TimeSpan.FromSeconds(options.Value.NotReadyBudgetSeconds)
            && deadline.After(delay, startedAt, waitsForQuota: false) is { } retry
            ? await DeferAsync(retry with { NotReadySince = since }, runId, startedAt, delay, notReady.Reason, cancellationToken)
            : await FailAsync(message.Wallet, runId, startedAt, RunStatus.Partial, $"the provider never became ready: {notReady.Reason}", cancellationToken);
    }

    async Task<PhaseOutcome> DeferAsync(
        SyncRequest message, string runId, DateTimeOffset startedAt, RunDeadline deadline, SourceAnswer.Throttled throttled, CancellationToken cancellationToken)
    {
        var delay = ExtractDefaults.DeferralFor(throttled.RetryAfter);
        return deadline.After(delay, clock.GetUtcNow(), waitsForQuota: !throttled.IsOutage) is { } retry
            ? await DeferAsync(retry, runId, startedAt, delay, throttled.Reason, cancellationToken)
            : await FailAsync(
                message.Wallet, runId, startedAt, RunStatus.Failed, $"{throttled.Reason} Before the wallet can be asked for again, {deadline.Reason}", cancellationToken);
    }

    // The run id travels with the deferred copy, which has a queue message id of its own. Whoever asks meanwhile joins the run that waits, or
    // requests would pile up for as long as quota lasts out.
    async Task<PhaseOutcome> DeferAsync(
        SyncRequest retry, string runId, DateTimeOffset startedAt, TimeSpan delay, string why, CancellationToken cancellationToken)
    {
        await refresh.HoldAsync(retry.Wallet, runId, delay, cancellationToken);
        return new PhaseOutcome.Deferred(delay, why, retry with { RunId = runId, AskedAt = retry.AskedAt ?? startedAt });
    }

    async Task<PhaseOutcome> FailAsync(
        string wallet, string runId, DateTimeOffset startedAt, RunStatus status, string reason, CancellationToken cancellationToken)
    {
        await wallets.FailAsync(wallet, new RunFailure(runId, startedAt, clock.GetUtcNow(), status, reason), cancellationToken);
        Log.RunEnded(logger, wallet, runId, status, reason);
        return PhaseOutcome.Done;
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Extracted, LogLevel.Information, "Extracted {Wallet} run {RunId}: {Positions} positions, {Skipped} skipped, {Chunks} chunks from {Source}.")]
        public static partial void Extracted(ILogger logger, string wallet, string runId, int positions, int skipped, int chunks, string source);

        [LoggerMessage(SyncEvents.RunJoined, LogLevel.Information, "The request {RequestId} for {Wallet} joined run {RunId}, which is on its way.")]
        public static partial void Joined(ILogger logger, string wallet, string requestId, string runId);

        [LoggerMessage(SyncEvents.WalletClosed, LogLevel.Information, "The request {RequestId} for {Wallet} was dropped: the wallet was deleted.")]
        public static partial void Closed(ILogger logger, string wallet, string requestId);

        [LoggerMessage(SyncEvents.RunDropped, LogLevel.Information, "Run {RunId} of {Wallet} is dropped: {Reason}.")]
        public static partial void Dropped(ILogger logger, string wallet, string runId, string reason);

        [LoggerMessage(SyncEvents.RunEnded, LogLevel.Warning, "Run {RunId} of {Wallet} ended {Status}: {Reason}.")]
        public static partial void RunEnded(ILogger logger, string wallet, string runId, RunStatus status, string reason);
    }
}
