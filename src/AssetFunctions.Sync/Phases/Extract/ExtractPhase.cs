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
/// Fetches a wallet's positions from the provider, splits them into chunks, and requests the wallet's transactions if enabled. A request without
/// a run id first claims the wallet or joins the run in progress. A claimed run needs no database request unless it is or was deferred, or fails.
/// </summary>
public sealed partial class ExtractPhase(
    IPositionProvider provider,
    IWalletStore wallets,
    IWalletReader reader,
    WalletRefresh refresh,
    KnownNetworks networks,
    PriceChecks checks,
    IOptions<ExtractOptions> options,
    IOptions<TransactionsOptions> transactions,
    TimeProvider clock,
    ILogger<ExtractPhase> logger) : IPhase<SyncRequest>
{
    public Task<PhaseOutcome> RunAsync(SyncRequest message, PhaseContext context, CancellationToken cancellationToken) => message.RunId is { } runId
        ? FetchAsync(message, runId, cancellationToken)
        : RequestAsync(message, context.MessageId, cancellationToken);

    async Task<PhaseOutcome> RequestAsync(SyncRequest message, string runId, CancellationToken cancellationToken)
    {
        switch (await refresh.RequestAsync(message.Wallet, new RefreshRequest(runId, Force: true, Revive: false), cancellationToken))
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

    // The joined run may or may not fetch transactions. If it does, they are fetched again when it has ended.
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

        if (message.RequestedAt is { } requestedAt && await refresh.FindNeedlessAsync(message.Wallet, runId, requestedAt, cancellationToken) is { } needless)
        {
            Log.Dropped(logger, message.Wallet, runId, needless.Reason);
            return needless.IsServed ? TransactionsOnly(message, runId) : PhaseOutcome.Done;
        }

        var deadline = new RunDeadline(message, startedAt, TimeSpan.FromSeconds(options.Value.DeadlineSeconds));
        var fetch = deadline.HasPassed(startedAt) ? null : await deadline.CallAsync(token => provider.FetchPositionsAsync(message.Wallet, token), clock, cancellationToken);
        return fetch switch
        {
            null =>
                await FailAsync(message.Wallet, runId, startedAt, RunStatus.Failed, $"The wallet was not fetched before {deadline.Name}", cancellationToken),
            ProviderResult.Served<PositionSet> fetched => await CompleteAsync(message, runId, startedAt, fetched.Value, cancellationToken),
            ProviderResult.NotReady notReady => await WaitAsync(message, runId, startedAt, deadline, notReady, cancellationToken),
            ProviderResult.Throttled throttled => await DeferAsync(message, runId, startedAt, deadline, throttled, cancellationToken),
            ProviderResult.Refused refused => await FailAsync(message.Wallet, runId, startedAt, RunStatus.Failed, refused.Reason, cancellationToken),
            ProviderResult.Unauthorized unauthorized =>
                await FailAsync(message.Wallet, runId, startedAt, RunStatus.Failed, unauthorized.Reason, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown fetch result {fetch.GetType().Name}."),
        };
    }

    // A run restricted to nonexistent networks would remove all stored positions. Networks of the registration that are no longer listed fail the run
    // only if it has no other network. Such a message is not poison, because replaying it could not help.
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

    async Task<PhaseOutcome> CompleteAsync(
        SyncRequest message, string runId, DateTimeOffset startedAt, PositionSet fetched, CancellationToken cancellationToken)
    {
        var wallet = message.Wallet;
        var positions = OfNetworks(fetched, message.Networks);
        var tooManyUnreadable = positions.UnreadableRefs.Count > ExtractDefaults.MaxUnreadableRefs;
        var template = new SyncRun
        {
            Wallet = wallet,
            RunId = runId,
            StartedAt = startedAt,
            Provider = positions.Provider,
            IsNarrow = positions.IsNarrow,
            ChunkCount = 1,
            Layout = string.Empty,
            PositionCount = 0,
            Skipped = positions.Skipped,
            IncompleteReason = positions.IncompleteReason
                ?? (tooManyUnreadable ? $"{positions.UnreadableRefs.Count} provider rows could not be read" : null),
        };
        var chunks = PriceChecks.Attach(
            ChunkPlanner.Plan(template, positions.Rows, tooManyUnreadable ? [] : positions.UnreadableRefs, options.Value.PositionsPerChunk),
            await checks.RunAsync(positions, cancellationToken));
        Log.Extracted(logger, wallet, runId, chunks[0].Chunk.Run.PositionCount, positions.Skipped.Values.Sum(), chunks.Count, positions.Provider);
        return new PhaseOutcome.Completed(
            message.Transactions ?? transactions.Value.Enabled ? [.. chunks, TransactionsMessage.First(wallet, runId, startedAt, message.Deadline)] : chunks);
    }

    // Rows of other networks count as skipped, so that a wallet with nothing on its networks does not look like an empty fetch.
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
        SyncRequest message, string runId, DateTimeOffset startedAt, RunDeadline deadline, ProviderResult.NotReady notReady, CancellationToken cancellationToken)
    {
        var since = message.NotReadySince ?? startedAt;
        var delay = ExtractDefaults.DeferralFor(notReady.RetryAfter);
        return startedAt - since < TimeSpan.FromSeconds(options.Value.NotReadyBudgetSeconds)
            && deadline.After(delay, startedAt, waitsForQuota: false) is { } retry
            ? await DeferAsync(retry with { NotReadySince = since }, runId, startedAt, delay, notReady.Reason, cancellationToken)
            : await FailAsync(message.Wallet, runId, startedAt, RunStatus.Partial, $"the provider never became ready: {notReady.Reason}", cancellationToken);
    }

    async Task<PhaseOutcome> DeferAsync(
        SyncRequest message, string runId, DateTimeOffset startedAt, RunDeadline deadline, ProviderResult.Throttled throttled, CancellationToken cancellationToken)
    {
        var delay = ExtractDefaults.DeferralFor(throttled.RetryAfter);
        return deadline.After(delay, clock.GetUtcNow(), waitsForQuota: !throttled.IsOutage) is { } retry
            ? await DeferAsync(retry, runId, startedAt, delay, throttled.Reason, cancellationToken)
            : await FailAsync(
                message.Wallet, runId, startedAt, RunStatus.Failed, $"{throttled.Reason} The wallet cannot be fetched before {deadline.Name}", cancellationToken);
    }

    // The deferred copy includes the run id, because it has a new queue message id. The run keeps its claim, so that later requests join it instead
    // of piling up until the provider has quota again.
    async Task<PhaseOutcome> DeferAsync(
        SyncRequest retry, string runId, DateTimeOffset startedAt, TimeSpan delay, string why, CancellationToken cancellationToken)
    {
        var requestedAt = retry.RequestedAt ?? startedAt;
        await refresh.ExtendClaimAsync(retry.Wallet, runId, requestedAt, delay, cancellationToken);
        return new PhaseOutcome.Deferred(delay, why, retry with { RunId = runId, RequestedAt = requestedAt });
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
        [LoggerMessage(SyncEvents.Extracted, LogLevel.Debug, "Extracted {Wallet} run {RunId}: {Positions} positions, {Skipped} skipped, {Chunks} chunks from {Provider}.")]
        public static partial void Extracted(ILogger logger, string wallet, string runId, int positions, int skipped, int chunks, string provider);

        [LoggerMessage(SyncEvents.RunJoined, LogLevel.Information, "Request {RequestId} for {Wallet} joined run {RunId}, which is in progress.")]
        public static partial void Joined(ILogger logger, string wallet, string requestId, string runId);

        [LoggerMessage(SyncEvents.WalletClosed, LogLevel.Information, "Dropped request {RequestId} for {Wallet}: the wallet was deleted.")]
        public static partial void Closed(ILogger logger, string wallet, string requestId);

        [LoggerMessage(SyncEvents.RunDropped, LogLevel.Information, "Dropped run {RunId} of {Wallet}: {Reason}.")]
        public static partial void Dropped(ILogger logger, string wallet, string runId, string reason);

        [LoggerMessage(SyncEvents.RunEnded, LogLevel.Warning, "Run {RunId} of {Wallet} ended {Status}: {Reason}.")]
        public static partial void RunEnded(ILogger logger, string wallet, string runId, RunStatus status, string reason);
    }
}
