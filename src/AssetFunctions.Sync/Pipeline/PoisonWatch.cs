using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Pipeline;

/// <summary>
/// Looks through the poison queues: raises an alert for every message that is new there and lets the run it belongs to end as failed. The
/// messages stay where they are until someone replays them; a run whose message then gets through completes.
/// </summary>
public sealed partial class PoisonWatch(
    IPoisonQueues poison, IWalletStore wallets, IWalletDirectory directory, TimeProvider clock, ILogger<PoisonWatch> logger)
{
    const string Unknown = "unknown";

    const int PageSize = 32;

    // Later takes only repeat what a fault may have kept the first ones from doing.
    const int MarkedTakes = 3;

    // The new ones are in front, because every look moves the others to the end.
    const int MaxPages = 16;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in QueueNames.All)
        {
            await LookAsync(queue, cancellationToken);
        }
    }

    async Task LookAsync(string queue, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = 0; page < MaxPages; page++)
        {
            var messages = await poison.TakeAsync(queue, PageSize, Lease, cancellationToken);
            var news = 0;
            foreach (var message in messages)
            {
                news += seen.Add(message.Id) && message.Takes <= MarkedTakes ? 1 : 0;
                await NoteAsync(queue, message, cancellationToken);
                await poison.ReleaseAsync(queue, message, cancellationToken);
            }

            if (news == 0)
            {
                return;
            }
        }
    }

    async Task NoteAsync(string queue, PoisonMessage message, CancellationToken cancellationToken)
    {
        if (message.Takes > MarkedTakes)
        {
            return;
        }

        var run = await FindRunAsync(queue, message.Body, cancellationToken);
        if (message.Takes == 1)
        {
            Log.Poisoned(logger, queue, message.Id, run?.RunId ?? Unknown, run?.Wallet ?? Unknown);
        }

        if (run is { } failed)
        {
            var reason = $"a message of the run could not be processed and waits in {queue}{QueueNames.PoisonSuffix}; the run completes when it is replayed";
            var failure = new RunFailure(failed.RunId, failed.StartedAt, clock.GetUtcNow(), RunStatus.Failed, reason);
            await wallets.FailAsync(failed.Wallet, failure, cancellationToken);
        }
    }

    async Task<(string Wallet, string RunId, DateTimeOffset StartedAt)?> FindRunAsync(string queue, string body, CancellationToken cancellationToken)
    {
        try
        {
            switch (queue)
            {
                case QueueNames.SyncRequests:
                    var request = MessageCodec.Decode<SyncRequest>(body);
                    return await RunIdOfAsync(request, cancellationToken) is { } runId ? (request.Wallet, runId, clock.GetUtcNow()) : null;
                case QueueNames.SyncAssets or QueueNames.SyncPrices or QueueNames.SyncPositions:
                    var chunk = MessageCodec.Decode<ChunkMessage>(body);
                    return (chunk.Run.Wallet, chunk.Run.RunId, chunk.Run.StartedAt);
                default:
                    return null;
            }
        }
        catch (MessageFormatException)
        {
            // It was rejected because nobody can read it, so no run is known of it.
            return null;
        }
    }

    // A request without a run id has announced its run under the id of a queue message that is gone.
    async Task<string?> RunIdOfAsync(SyncRequest request, CancellationToken cancellationToken) =>
        request.RunId
        ?? ((await directory.FindAsync(request.Wallet, cancellationToken))?.Life.Claim is { IsOver: false } claim ? claim.RunId : null);

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Poisoned, LogLevel.Error, "A message of {Queue} waits in its poison queue as {MessageId} (run {RunId}, wallet {Wallet}).")]
        public static partial void Poisoned(ILogger logger, string queue, string messageId, string runId, string wallet);
    }
}
