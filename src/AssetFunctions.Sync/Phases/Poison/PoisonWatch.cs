using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Poison;

/// <summary>
/// Checks the poison queues: logs an error for every new message, which raises an alert, and marks its run as failed. The messages stay until they
/// are replayed, which completes their runs; those moved there by the host expire after seven days.
/// </summary>
public sealed partial class PoisonWatch(IPoisonQueues poison, RunFailures failures, ILogger<PoisonWatch> logger)
{
    const string Unknown = "unknown";

    const int PageSize = 32;

    const int MaxPages = 16;

    const int MaxRecorded = 20_000;

    // Known messages may be ahead of new ones. Every tenth check reads all messages; the others stop at the first page without a new one.
    const int ThoroughEvery = 10;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    // Messages whose runs this process has marked as failed. After a restart it does so again, which changes nothing.
    readonly HashSet<string> _recorded = new(StringComparer.Ordinal);
    int _looks;

    /// <exception cref="TransientStoreException">A failure could not be recorded; the next check tries again.</exception>
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
            var (unrecorded, unseen) = (0, 0);
            foreach (var message in await poison.TakeAsync(queue, PageSize, Lease, cancellationToken))
            {
                var isUnseen = present.Add(message.Id);
                unseen += isUnseen ? 1 : 0;
                unrecorded += isUnseen && !_recorded.Contains(message.Id) ? 1 : 0;
                failure = await NoteAsync(queue, message, cancellationToken) ?? failure;
                await poison.ReleaseAsync(queue, message, cancellationToken);
            }

            if ((isThorough ? unseen : unrecorded) == 0)
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
            // Thrown after the other messages have been checked.
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
        [LoggerMessage(SyncEvents.Poisoned, LogLevel.Error, "A message of {Queue} is in its poison queue as {MessageId} (run {RunId}, wallet {Wallet}). Replay it after the cause is fixed.")]
        public static partial void Poisoned(ILogger logger, string queue, string messageId, string runId, string wallet);
    }
}
