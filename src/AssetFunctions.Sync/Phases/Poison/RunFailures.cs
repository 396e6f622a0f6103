using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Transactions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Poison;

/// <summary>Lets the run that a message belongs to end as failed, because the message cannot be processed. The first reason that is told stays.</summary>
public sealed class RunFailures(IWalletStore wallets, ITransactionStore transactions, TimeProvider clock)
{
    /// <summary>Records the failure; does nothing for messages of no run, nor for those that nobody can read.</summary>
    /// <param name="queue">The stage's own queue, see <see cref="QueueNames"/>.</param>
    /// <param name="body">Text of the message.</param>
    /// <param name="messageId">Id of the message in that queue, or null where it is not known: a request that names no run announced its run under it.</param>
    /// <param name="at">When the message failed (UTC).</param>
    /// <param name="why">Completes the sentence "A message of the run …".</param>
    public async Task RecordAsync(string queue, string body, string? messageId, DateTimeOffset at, string why, CancellationToken cancellationToken)
    {
        // The host copies it there and states no time to live, so it gets that of the storage service.
        var reason = $"A message of the run {why}. It waits in {queue}{QueueNames.PoisonSuffix} for seven days, and the run completes when it is put back.";
        try
        {
            switch (MessageCodec.Decode(queue, body))
            {
                case SyncRequest request when (request.RunId ?? messageId) is { } runId:
                    await FailAsync(request.Wallet, runId, at, reason, cancellationToken);
                    break;
                case ChunkMessage { Chunk.Run: var run }:
                    await FailAsync(run.Wallet, run.RunId, run.StartedAt, reason, cancellationToken);
                    break;
                case TransactionsMessage page:
                    await SuspendAsync(page, reason, cancellationToken);
                    break;
            }
        }
        catch (MessageFormatException)
        {
            // It was rejected because nobody can read it, so no run is known of it.
        }
    }

    Task FailAsync(string wallet, string runId, DateTimeOffset startedAt, string reason, CancellationToken cancellationToken) =>
        wallets.FailAsync(wallet, new RunFailure(runId, startedAt, clock.GetUtcNow(), RunStatus.Failed, reason), cancellationToken);

    async Task SuspendAsync(TransactionsMessage message, string reason, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= TransactionsDefaults.MaxCommitAttempts; attempt++)
        {
            var known = await transactions.FindHistoryAsync(message.Wallet, cancellationToken);
            var opened = BackfillRules.PlaceOf(known?.History, message, messageId: string.Empty) switch
            {
                MessagePlace.Steps => known!.History,
                MessagePlace.Opens when known is null && !RegistrationDefaults.IsForgotten(message.StartedAt, clock.GetUtcNow()) =>
                    BackfillRules.Open(known: null, message, overlap: TimeSpan.Zero),

                // Where a run was to begin, what is stored stays as the run before left it.
                _ => null,
            };
            if (opened is null or { Backfill.IsSuspended: true })
            {
                return;
            }

            var commit = new TransactionCommit
            {
                Wallet = message.Wallet,
                Version = known?.Version,
                Opened = opened,
                Next = BackfillRules.Suspend(opened, reason),
            };
            if (await transactions.CommitAsync(commit, cancellationToken))
            {
                return;
            }
        }
    }
}
