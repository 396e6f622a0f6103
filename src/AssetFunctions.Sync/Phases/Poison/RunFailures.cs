using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Transactions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Poison;

/// <summary>Marks the run of a message that cannot be processed as failed. The first recorded reason stays.</summary>
public sealed class RunFailures(IWalletStore wallets, ITransactionStore transactions, TimeProvider clock)
{
    /// <summary>Records the failure. Ignores messages that belong to no run or are unreadable.</summary>
    /// <param name="queue">The stage's own queue, see <see cref="QueueNames"/>.</param>
    /// <param name="body">Text of the message.</param>
    /// <param name="messageId">Id of the message in that queue, or null when unknown. It is the run id of a request without one.</param>
    /// <param name="at">When the message failed (UTC).</param>
    /// <param name="why">Completes the sentence "A message of the run …".</param>
    public async Task RecordAsync(string queue, string body, string? messageId, DateTimeOffset at, string why, CancellationToken cancellationToken)
    {
        // The host copies the message without a time to live, so the default of the storage service applies.
        var reason = $"A message of the run {why}. It stays in {queue}{QueueNames.PoisonSuffix} for seven days; replaying it completes the run.";
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
            // The message was rejected as unreadable, so its run is unknown.
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
                MessagePlace.Continues => known!.History,
                MessagePlace.Opens when known is null && !RegistrationDefaults.IsForgotten(message.StartedAt, clock.GetUtcNow()) =>
                    BackfillRules.Open(known: null, message, overlap: TimeSpan.Zero),

                // A run that has not started leaves the stored history as it is.
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
