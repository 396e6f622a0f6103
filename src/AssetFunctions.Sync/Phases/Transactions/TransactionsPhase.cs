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
/// Fetches one page of a wallet's transactions, stores what changed together with the progress it makes, and asks for the next page. A run
/// that is asked for while another one is under way begins when that has ended; copies and late messages change nothing.
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
    const string PastDeadline = "the deadline of the request passes";

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
                return await OpenAsync(message, context, known, cancellationToken) is not { } step ? PhaseOutcome.Done
                    : step.IsRepeated ? Continue(step.Message.Wallet, step.Opened)
                    : await FetchAsync(step, cancellationToken);
            }

            if (await WaitAsync(message, known!, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        throw new TransientStoreException($"The history of wallet {message.Wallet} kept changing while run {message.RunId} was to wait for it.");
    }

    /// <summary>
    /// Lets a run wait for the one under way, which would never get through if every new one began again. A run whose message is lost is woken.
    /// </summary>
    /// <returns>What follows, or null when the history has changed meanwhile.</returns>
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

    async Task<PhaseOutcome> FetchAsync(TransactionStep step, CancellationToken cancellationToken)
    {
        ProviderResult? result;
        try
        {
            result = IsOver(step, clock.GetWholeMilliseconds()) ? null : await CallAsync(step, cancellationToken);
        }
        catch (ProviderException ex)
        {
            return await TryAgainAsync(step, ex.Message, cancellationToken);
        }

        return result switch
        {
            null => await GiveUpAsync(step, PastDeadline, cancellationToken),
            ProviderResult.Served<TransactionPage> { Value: { IncompleteReason: { } reason } } when !IsLastTry(step) => await TryAgainAsync(step, reason, cancellationToken),
            ProviderResult.Served<TransactionPage> served => await StoreAsync(step, served.Value, cancellationToken),
            ProviderResult.NotReady notReady => await WaitAsync(step, notReady, cancellationToken),
            ProviderResult.Throttled { IsOutage: true } outage => await WaitForProviderAsync(step, outage, cancellationToken),
            ProviderResult.Throttled throttled =>
                await DeferAsync(step, step.Message with { UnavailableSince = null }, throttled.RetryAfter, throttled.Reason, cancellationToken),
            ProviderResult.Refused refused => await GiveUpAsync(step, refused.Reason, cancellationToken),
            ProviderResult.Unauthorized unauthorized => await GiveUpAsync(step, unauthorized.Reason, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown answer {result.GetType().Name}."),
        };
    }

    static bool IsOver(TransactionStep step, DateTimeOffset at) => at >= step.Opened.Backfill!.Deadline;

    async Task<ProviderResult?> CallAsync(TransactionStep step, CancellationToken cancellationToken) => step.Opened.Backfill!.Deadline is { } deadline
        ? await RunDeadline.CallUntilAsync(deadline, token => provider.FetchTransactionsAsync(step.Query, token), clock, cancellationToken)
        : await provider.FetchTransactionsAsync(step.Query, cancellationToken);

    bool IsLastTry(TransactionStep step) => step.Message.Attempts + 1 >= _options.MaxAttempts;

    async Task<PhaseOutcome> TryAgainAsync(TransactionStep step, string why, CancellationToken cancellationToken)
    {
        var failures = step.Message.Attempts + 1;
        return IsLastTry(step)
            ? await GiveUpAsync(step, $"page {step.Message.Page + 1} keeps failing: {why}", cancellationToken)
            : await DeferAsync(step, step.Message with { Attempts = failures }, _options.DelayAfter(failures), why, cancellationToken);
    }

    async Task<PhaseOutcome> WaitAsync(TransactionStep step, ProviderResult.NotReady notReady, CancellationToken cancellationToken)
    {
        var now = clock.GetWholeMilliseconds();
        var since = step.Message.NotReadySince ?? now;
        return now - since >= _notReadyBudget
            ? await GiveUpAsync(step, $"the provider never became ready: {notReady.Reason}", cancellationToken)
            : await DeferAsync(step, step.Message with { NotReadySince = since }, notReady.RetryAfter, notReady.Reason, cancellationToken);
    }

    async Task<PhaseOutcome> WaitForProviderAsync(TransactionStep step, ProviderResult.Throttled outage, CancellationToken cancellationToken)
    {
        var now = clock.GetWholeMilliseconds();
        var since = step.Message.UnavailableSince ?? now;
        return now - since >= _outageBudget
            ? await GiveUpAsync(step, $"the provider stayed down: {outage.Reason}", cancellationToken)
            : await DeferAsync(step, step.Message with { UnavailableSince = since }, outage.RetryAfter, outage.Reason, cancellationToken);
    }

    // The history says that the run waits, so that later ones wait for it instead of beginning again.
    async Task<PhaseOutcome> DeferAsync(TransactionStep step, TransactionsMessage retry, TimeSpan delay, string why, CancellationToken cancellationToken)
    {
        var wait = ExtractDefaults.DeferralFor(delay);
        var until = clock.GetWholeMilliseconds() + wait;
        if (IsOver(step, until))
        {
            return await GiveUpAsync(step, $"{PastDeadline}: {why}", cancellationToken);
        }

        if (until + TransactionsDefaults.LostAfter > step.Opened.Backfill!.ExpectedBy)
        {
            var held = BackfillRules.Expect(step.Opened, until + TransactionsDefaults.LostAfter);
            var commit = new TransactionCommit { Wallet = step.Message.Wallet, Version = step.Version, Opened = step.Opened, Next = held };

            // Where somebody else went on meanwhile the message finds out when it comes back.
            await store.CommitAsync(commit, cancellationToken);
        }

        return new PhaseOutcome.Deferred(wait, why, retry);
    }

    /// <returns>Where the message stands in its run, or null when it has nothing to do.</returns>
    async Task<TransactionStep?> OpenAsync(
        TransactionsMessage message, PhaseContext context, StoredHistory? known, CancellationToken cancellationToken)
    {
        var turn = BackfillRules.PlaceOf(known?.History, message, context.MessageId);
        if (turn is MessagePlace.Passes or MessagePlace.Waits)
        {
            Log.Superseded(logger, message.Wallet, message.RunId, message.Page, known?.History.Backfill?.RunId ?? "none");
            return null;
        }

        // A late message must not bring back what was deleted; what goes on from a history fails to commit when that is removed.
        if (known is null && await IsClosedAsync(message, cancellationToken))
        {
            Log.Closed(logger, message.Wallet, message.RunId);
            return null;
        }

        var opened = turn == MessagePlace.Opens
            ? BackfillRules.Open(known?.History, message, TimeSpan.FromSeconds(_options.OverlapSeconds))
            : BackfillRules.Resume(known!.History);
        return new TransactionStep(message, context, opened, known?.Version, IsRepeated: turn == MessagePlace.Repeats);
    }

    async Task<bool> IsClosedAsync(TransactionsMessage message, CancellationToken cancellationToken) =>
        await wallets.FindAsync(message.Wallet, cancellationToken) is { } wallet
            ? wallet.IsClosedTo(message.StartedAt)
            : RegistrationDefaults.IsForgotten(message.StartedAt, clock.GetUtcNow());

    /// <summary>What follows from the state of a run: the message of the next page, or the news that it has ended and the run that waited for it.</summary>
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
