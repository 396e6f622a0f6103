using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Extract;
using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// Fetches one page of a wallet's transactions, stores what changed together with the progress it makes, and asks for the next page. Of two
/// runs of a wallet the newer one goes on; copies and late messages change nothing.
/// </summary>
public sealed partial class TransactionsPhase(
    ITransactionProvider provider,
    ITransactionStore store,
    IWalletDirectory wallets,
    AssetCache assets,
    IOptions<TransactionsOptions> options,
    IOptions<ExtractOptions> patience,
    TimeProvider clock,
    ILogger<TransactionsPhase> logger) : IPhase<TransactionsMessage>
{
    readonly TransactionsOptions _options = options.Value;
    readonly TimeSpan _outageBudget = TimeSpan.FromSeconds(patience.Value.DeadlineSeconds);
    readonly TimeSpan _notReadyBudget = TimeSpan.FromSeconds(patience.Value.NotReadyBudgetSeconds);

    public string Queue => QueueNames.SyncTransactions;

    public async Task<PhaseOutcome> RunAsync(TransactionsMessage message, PhaseContext context, CancellationToken cancellationToken)
    {
        if (await OpenAsync(message, context, cancellationToken) is not { } step)
        {
            return PhaseOutcome.Done;
        }

        return step.IsRepeated ? Continue(step.Message.Wallet, step.Opened) : await FetchAsync(step, cancellationToken);
    }

    async Task<PhaseOutcome> FetchAsync(TransactionStep step, CancellationToken cancellationToken)
    {
        SourceAnswer answer;
        try
        {
            answer = await provider.FetchTransactionsAsync(step.Query, cancellationToken);
        }
        catch (ProviderException fault)
        {
            return await TryAgainAsync(step, fault.Message, cancellationToken);
        }

        return answer switch
        {
            SourceAnswer.Served<TransactionPage> { Value: { IncompleteReason: { } reason } } when !IsLastTry(step) => await TryAgainAsync(step, reason, cancellationToken),
            SourceAnswer.Served<TransactionPage> served => await StoreAsync(step, served.Value, cancellationToken),
            SourceAnswer.NotReady notReady => await WaitAsync(step, notReady, cancellationToken),
            SourceAnswer.Throttled { IsOutage: true } outage => await WaitForSourceAsync(step, outage, cancellationToken),
            SourceAnswer.Throttled throttled => Defer(step.Message with { UnavailableSince = null }, throttled.RetryAfter, throttled.Reason),
            SourceAnswer.Refused refused => await GiveUpAsync(step, refused.Reason, cancellationToken),
            SourceAnswer.Unauthorized unauthorized => await GiveUpAsync(step, unauthorized.Reason, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown answer {answer.GetType().Name}."),
        };
    }

    bool IsLastTry(TransactionStep step) => step.Message.Attempts + 1 >= _options.MaxAttempts;

    async Task<PhaseOutcome> TryAgainAsync(TransactionStep step, string why, CancellationToken cancellationToken)
    {
        var failures = step.Message.Attempts + 1;
        return IsLastTry(step)
            ? await GiveUpAsync(step, $"page {step.Message.Page + 1} keeps failing: {why}", cancellationToken)
            : Defer(step.Message with { Attempts = failures }, _options.DelayAfter(failures), why);
    }

    async Task<PhaseOutcome> WaitAsync(TransactionStep step, SourceAnswer.NotReady notReady, CancellationToken cancellationToken)
    {
        var now = Now();
        var since = step.Message.NotReadySince ?? now;
        return now - since >= _notReadyBudget
            ? await GiveUpAsync(step, $"the provider never became ready: {notReady.Reason}", cancellationToken)
            : Defer(step.Message with { NotReadySince = since }, notReady.RetryAfter, notReady.Reason);
    }

    async Task<PhaseOutcome> WaitForSourceAsync(TransactionStep step, SourceAnswer.Throttled outage, CancellationToken cancellationToken)
    {
        var now = Now();
        var since = step.Message.UnavailableSince ?? now;
        return now - since >= _outageBudget
            ? await GiveUpAsync(step, $"the source stayed down: {outage.Reason}", cancellationToken)
            : Defer(step.Message with { UnavailableSince = since }, outage.RetryAfter, outage.Reason);
    }

    DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    static PhaseOutcome.Deferred Defer(TransactionsMessage message, TimeSpan delay, string why) =>
        new(TimeSpan.FromSeconds(Math.Clamp(delay.TotalSeconds, 1, ExtractDefaults.MaxDeferralSeconds)), why, message);

    /// <returns>Where the message stands in its run, or null when it has nothing to do.</returns>
    async Task<TransactionStep?> OpenAsync(TransactionsMessage message, PhaseContext context, CancellationToken cancellationToken)
    {
        var known = await store.FindHistoryAsync(message.Wallet, cancellationToken);
        var turn = WalkRules.TurnOf(known?.History, message, context.MessageId);
        if (turn == WalkTurn.Passes)
        {
            Log.Superseded(logger, message.Wallet, message.RunId, message.Page, known?.History.Walk?.RunId ?? "none");
            return null;
        }

        // A late message must not bring back what was deleted; what goes on from a history fails to commit when that is removed.
        if (known is null && await wallets.FindAsync(message.Wallet, cancellationToken) is { } wallet && wallet.Progress.State.IsClosedTo(message.StartedAt))
        {
            Log.Closed(logger, message.Wallet, message.RunId);
            return null;
        }

        var opened = turn == WalkTurn.Opens
            ? WalkRules.Open(known?.History, message, TimeSpan.FromSeconds(_options.OverlapSeconds))
            : WalkRules.Resume(known!.History);
        return new TransactionStep(message, context, opened, known?.Version, IsRepeated: turn == WalkTurn.Repeats);
    }

    /// <summary>What follows from the state of a run: the message of the next page, or the news that it has ended.</summary>
    PhaseOutcome Continue(string wallet, TransactionHistory history)
    {
        if (WalkRules.MessageOf(wallet, history.Walk!, _options.MaxAttempts) is { } next)
        {
            return new PhaseOutcome.Completed([next]);
        }

        Log.Ended(
            logger, wallet, history.Walk!.RunId, history.IsComplete ? "Complete" : "Partial", history.Reason ?? string.Empty, history.Stored,
            history.Walk.Tally.New, history.Walk.Tally.Unchanged, history.Walk.Tally.Pages, history.Walk.Tally.Requests, history.Oldest, history.Newest);
        return PhaseOutcome.Done;
    }
}
