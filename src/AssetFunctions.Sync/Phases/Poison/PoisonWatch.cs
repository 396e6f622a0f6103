using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Poison;

/// <summary>
/// Looks through the poison queues: raises an alert for every message that is new there and lets the run it belongs to end as failed. The
/// messages stay where they are until someone replays them, but those that the host put there expire after seven days; a run whose message
/// then gets through completes.
/// </summary>
public sealed partial class PoisonWatch(IPoisonQueues poison, RunFailures failures, ILogger<PoisonWatch> logger)
{
    const string Unknown = "unknown";

    const int PageSize = 32;

    const int MaxPages = 16;

    const int MaxRecorded = 20_000;

    // Known messages may come to the front of new ones. Now and then all are looked at, and in between only as far as there are new ones.
    const int ThoroughEvery = 10;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    // What this process has told the runs of. After a restart it tells them again, which changes nothing.
    readonly HashSet<string> _recorded = new(StringComparer.Ordinal);
    int _looks;

    /// <exception cref="TransientStoreException">A run could not be told; the next look tries again.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        TransientStoreException? failure = null;
        var isThorough = _looks++ % ThoroughEvery == 0;
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var queue in QueueNames.All)
        {
            failure = await LookAsync(queue, isThorough, present, cancellationToken) ?? failure;
        }

        if (_recorded.Count > MaxRecorded)
        {
            _recorded.Clear();
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    async Task<TransientStoreException?> LookAsync(string queue, bool isThorough, HashSet<string> present, CancellationToken cancellationToken)
    {
        TransientStoreException? failure = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var (news, others) = (0, 0);
            foreach (var message in await poison.TakeAsync(queue, PageSize, Lease, cancellationToken))
            {
                var isOther = present.Add(message.Id);
                others += isOther ? 1 : 0;
                news += isOther && !_recorded.Contains(message.Id) ? 1 : 0;
                failure = await NoteAsync(queue, message, cancellationToken) ?? failure;
                await poison.ReleaseAsync(queue, message, cancellationToken);
            }

            if ((isThorough ? others : news) == 0)
            {
                break;
            }
        }

        return failure;
    }

    async Task<TransientStoreException?> NoteAsync(string queue, PoisonMessage message, CancellationToken cancellationToken)
    {
        if (message.Takes == 1)
        {
            var (runId, wallet) = Describe(queue, message.Body);
            Log.Poisoned(logger, queue, message.Id, runId ?? Unknown, wallet ?? Unknown);
        }

        if (_recorded.Contains(message.Id))
        {
            return null;
        }

        try
        {
            await failures.RecordAsync(queue, message.Body, messageId: null, message.InsertedAt, "could not be processed", cancellationToken);
            _recorded.Add(message.Id);
            return null;
        }
        catch (TransientStoreException ex)
        {
            // One run that cannot be told now keeps no other from being told.
            return ex;
        }
    }

    static (string? RunId, string? Wallet) Describe(string queue, string body)
    {
        try
        {
            return MessageCodec.Decode(queue, body) switch
            {
                SyncRequest request => (request.RunId, request.Wallet),
                ChunkMessage { Chunk.Run: var run } => (run.RunId, run.Wallet),
                TransactionsMessage page => (page.RunId, page.Wallet),
                DeletionRequest deletion => (null, deletion.Wallet),
                _ => (null, null),
            };
        }
        catch (MessageFormatException)
        {
            return (null, null);
        }
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Poisoned, LogLevel.Error, "A message of {Queue} waits in its poison queue as {MessageId} (run {RunId}, wallet {Wallet}).")]
        public static partial void Poisoned(ILogger logger, string queue, string messageId, string runId, string wallet);
    }
}
