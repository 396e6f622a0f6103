using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.Transactions;

/// <summary>
/// Fetches one page of a wallet's transactions, stores the changes together with the run's progress, and requests the next page. A run that is
/// requested during another one starts when that has ended. Duplicate and late messages change nothing.
/// </summary>
public sealed partial class TransactionsPhase(
    ITransactionProvider provider,
    ITransactionStore store,
    IWalletReader wallets,
    AssetCache assets,
    IOptions<TransactionsOptions> options,
    IOptions<ExtractOptions> patience,
    TimeProvider clock,
    ILogger<TransactionsPhase> logger) : IPhase<TransactionsMessage>
{
    const string PastDeadline = "no time left before the deadline of the request";

    readonly TransactionsOptions _options = options.Value;
    readonly TimeSpan _outageBudget = TimeSpan.FromSeconds(patience.Value.DeadlineSeconds);
    readonly TimeSpan _notReadyBudget = TimeSpan.FromSeconds(patience.Value.NotReadyBudgetSeconds);

    public async Task<PhaseOutcome> RunAsync(TransactionsMessage message, PhaseContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= TransactionsDefaults.MaxCommitAttempts; attempt++)
        {
            var known = await store.FindHistoryAsync(message.Wallet, cancellationToken);
            if (BackfillRules.PlaceOf(known?.History, message, context.MessageId) != MessagePlace.Waits)
            {
                return await OpenAsync(message, context, known, cancellationToken) is not { } work ? PhaseOutcome.Done
                    : work.IsRepeated ? Continue(work.Message.Wallet, work.Opened)
                    : await FetchAsync(work, cancellationToken);
            }

            if (await WaitAsync(message, known!, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        throw new TransientStoreException($"The history of wallet {message.Wallet} kept changing while run {message.RunId} was queued behind it.");
    }

    /// <summary>
    /// Queues a run behind the current one, which would never end if every new run started over. If the current run's message is lost, sends it again.
    /// </summary>
    /// <returns>The outcome, or null when the history has changed in the meantime.</returns>
    async Task<PhaseOutcome?> WaitAsync(TransactionsMessage message, StoredHistory known, CancellationToken cancellationToken)
    {
        var now = clock.GetWholeMilliseconds();
        var isLost = known.History.Backfill!.ExpectedBy <= now;
        var waiting = BackfillRules.Wait(known.History, message);
        if (waiting == known.History && !isLost)
        {
            return PhaseOutcome.Done;
        }

        var next = isLost ? BackfillRules.Expect(waiting, now + TransactionsDefaults.LostAfter) : waiting;
        if (!await store.CommitAsync(new TransactionCommit { Wallet = message.Wallet, Version = known.Version, Opened = known.History, Next = next }, cancellationToken))
        {
            return null;
        }

        Log.Waits(logger, message.Wallet, message.RunId, next.Backfill!.RunId);
        return isLost ? new PhaseOutcome.Completed([BackfillRules.MessageOf(message.Wallet, next, _options.MaxAttempts)!]) : PhaseOutcome.Done;
    }

    async Task<PhaseOutcome> FetchAsync(PageWork work, CancellationToken cancellationToken)
    {
        ProviderResult? result;
        try
        {
            result = IsOver(work, clock.GetWholeMilliseconds()) ? null : await CallAsync(work, cancellationToken);
        }
        catch (ProviderException ex)
        {
            return await TryAgainAsync(work, ex.Message, cancellationToken);
        }

        return result switch
        {
            null => await GiveUpAsync(work, PastDeadline, cancellationToken),
            ProviderResult.Served<TransactionPage> { Value: { IncompleteReason: { } reason } } when !IsLastTry(work) => await TryAgainAsync(work, reason, cancellationToken),
            ProviderResult.Served<TransactionPage> served => await StoreAsync(work, served.Value, cancellationToken),
            ProviderResult.NotReady notReady => await WaitAsync(work, notReady, cancellationToken),
            ProviderResult.Throttled { IsOutage: true } outage => await WaitForProviderAsync(work, outage, cancellationToken),
            ProviderResult.Throttled throttled =>
                await DeferAsync(work, work.Message with { UnavailableSince = null }, throttled.RetryAfter, throttled.Reason, cancellationToken),
            ProviderResult.Refused refused => await GiveUpAsync(work, refused.Reason, cancellationToken),
            ProviderResult.Unauthorized unauthorized => await GiveUpAsync(work, unauthorized.Reason, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown fetch result {result.GetType().Name}."),
        };
    }

    static bool IsOver(PageWork work, DateTimeOffset at) => at >= work.Opened.Backfill!.Deadline;

    async Task<ProviderResult?> CallAsync(PageWork work, CancellationToken cancellationToken) => work.Opened.Backfill!.Deadline is { } deadline
        ? await RunDeadline.CallUntilAsync(deadline, token => provider.FetchTransactionsAsync(work.Query, token), clock, cancellationToken)
        : await provider.FetchTransactionsAsync(work.Query, cancellationToken);

    bool IsLastTry(PageWork work) => work.Message.Attempts + 1 >= _options.MaxAttempts;

    async Task<PhaseOutcome> TryAgainAsync(PageWork work, string why, CancellationToken cancellationToken)
    {
        var failures = work.Message.Attempts + 1;
        return IsLastTry(work)
            ? await GiveUpAsync(work, $"page {work.Message.Page + 1} keeps failing: {why}", cancellationToken)
            : await DeferAsync(work, work.Message with { Attempts = failures }, _options.DelayAfter(failures), why, cancellationToken);
    }

    async Task<PhaseOutcome> WaitAsync(PageWork work, ProviderResult.NotReady notReady, CancellationToken cancellationToken)
    {
        var now = clock.GetWholeMilliseconds();
        var since = work.Message.NotReadySince ?? now;
        return now - since >= _notReadyBudget
            ? await GiveUpAsync(work, $"the provider never became ready: {notReady.Reason}", cancellationToken)
            : await DeferAsync(work, work.Message with { NotReadySince = since }, notReady.RetryAfter, notReady.Reason, cancellationToken);
    }

    async Task<PhaseOutcome> WaitForProviderAsync(PageWork work, ProviderResult.Throttled outage, CancellationToken cancellationToken)
    {
        var now = clock.GetWholeMilliseconds();
        var since = work.Message.UnavailableSince ?? now;
        return now - since >= _outageBudget
            ? await GiveUpAsync(work, $"the provider stayed down: {outage.Reason}", cancellationToken)
            : await DeferAsync(work, work.Message with { UnavailableSince = since }, outage.RetryAfter, outage.Reason, cancellationToken);
    }

    // The history records the new due time, so that a later run does not take the deferred message for lost.
    async Task<PhaseOutcome> DeferAsync(PageWork work, TransactionsMessage retry, TimeSpan delay, string why, CancellationToken cancellationToken)
    {
        var wait = ExtractDefaults.DeferralFor(delay);
        var until = clock.GetWholeMilliseconds() + wait;
        if (IsOver(work, until))
        {
            return await GiveUpAsync(work, $"{PastDeadline}: {why}", cancellationToken);
        }

        if (until + TransactionsDefaults.LostAfter > work.Opened.Backfill!.ExpectedBy)
        {
            var held = BackfillRules.Expect(work.Opened, until + TransactionsDefaults.LostAfter);
            var commit = new TransactionCommit { Wallet = work.Message.Wallet, Version = work.Version, Opened = work.Opened, Next = held };

            // If another delivery has committed in the meantime, the retry is ignored.
            await store.CommitAsync(commit, cancellationToken);
        }

        return new PhaseOutcome.Deferred(wait, why, retry);
    }

    /// <returns>The work for the message, or null when there is none.</returns>
    async Task<PageWork?> OpenAsync(
        TransactionsMessage message, PhaseContext context, StoredHistory? known, CancellationToken cancellationToken)
    {
        var place = BackfillRules.PlaceOf(known?.History, message, context.MessageId);
        if (place is MessagePlace.Ignored or MessagePlace.Waits)
        {
            Log.Superseded(logger, message.Wallet, message.RunId, message.Page, known?.History.Backfill?.RunId ?? "none");
            return null;
        }

        // A late message must not recreate a deleted history. With a stored history no check is needed: the commit fails if it has been removed.
        if (known is null && await IsClosedAsync(message, cancellationToken))
        {
            Log.Closed(logger, message.Wallet, message.RunId);
            return null;
        }

        var opened = place == MessagePlace.Opens
            ? BackfillRules.Open(known?.History, message, TimeSpan.FromSeconds(_options.OverlapSeconds))
            : BackfillRules.Resume(known!.History);
        return new PageWork(message, context, opened, known?.Version, IsRepeated: place == MessagePlace.Repeats);
    }

    async Task<bool> IsClosedAsync(TransactionsMessage message, CancellationToken cancellationToken) =>
        await wallets.FindAsync(message.Wallet, cancellationToken) is { } wallet
            ? wallet.IsClosedTo(message.StartedAt)
            : RegistrationDefaults.IsForgotten(message.StartedAt, clock.GetUtcNow());

    /// <summary>Sends the message of the next page; after the last page, logs the end and starts the waiting run.</summary>
    PhaseOutcome Continue(string wallet, TransactionHistory history)
    {
        if (BackfillRules.MessageOf(wallet, history, _options.MaxAttempts) is { } next)
        {
            return new PhaseOutcome.Completed([next]);
        }

        Log.Ended(
            logger, wallet, history.Backfill!.RunId, history.IsComplete ? "Complete" : "Partial", history.Reason ?? string.Empty, history.Stored,
            history.Backfill.Tally.New, history.Backfill.Tally.Unchanged, history.Backfill.Tally.Pages, history.Backfill.Tally.Requests, history.Oldest, history.Newest);
        return BackfillRules.FollowingOf(wallet, history.Backfill) is { } following ? new PhaseOutcome.Completed([following]) : PhaseOutcome.Done;
    }
}
