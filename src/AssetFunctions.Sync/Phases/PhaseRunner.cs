using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases;

/// <summary>
/// Runs a phase for one queue message and maps its outcome to queue actions. The only place that knows both sides:
/// phases never see a queue, triggers never see an outcome.
/// </summary>
public sealed partial class PhaseRunner(IQueueGateway queues, DatabaseMeter meter, RunFailures failures, TimeProvider clock, ILogger<PhaseRunner> logger)
{
    /// <summary>After so many failing deliveries a message goes to its poison queue; <c>maxDequeueCount</c> of <c>host.json</c>.</summary>
    public const int MaxDeliveries = 5;

    /// <summary>Processes one delivery.</summary>
    /// <param name="phase">The stage.</param>
    /// <param name="body">Text of the queue message.</param>
    /// <param name="messageId">Id of the queue message.</param>
    /// <param name="delivery">How often the message was delivered, this time included.</param>
    /// <returns>Texts of the messages for the following stage.</returns>
    public async Task<string[]> RunAsync<TMessage>(
        IPhase<TMessage> phase, string body, string messageId, CancellationToken cancellationToken, long delivery = 1)
        where TMessage : ISyncMessage =>
        Texts(await ProcessAsync(phase, body, messageId, delivery, cancellationToken));

    /// <summary>Processes one delivery of a phase that is followed by two stages.</summary>
    /// <param name="phase">The stage.</param>
    /// <param name="body">Text of the queue message.</param>
    /// <param name="messageId">Id of the queue message.</param>
    /// <param name="delivery">How often the message was delivered, this time included.</param>
    /// <returns>Texts of the messages by the queue they belong to.</returns>
    public async Task<PhaseOutput> RunForkAsync<TMessage>(
        IPhase<TMessage> phase, string body, string messageId, CancellationToken cancellationToken, long delivery = 1)
        where TMessage : ISyncMessage
    {
        var next = (await ProcessAsync(phase, body, messageId, delivery, cancellationToken)).ToLookup(message => message is TransactionsMessage);
        return new PhaseOutput(Texts(next[false]), Texts(next[true]));
    }

    async Task<IReadOnlyList<ISyncMessage>> ProcessAsync<TMessage>(
        IPhase<TMessage> phase, string body, string messageId, long delivery, CancellationToken cancellationToken)
        where TMessage : ISyncMessage
    {
        TMessage message;
        try
        {
            message = MessageCodec.Decode<TMessage>(body);
        }
        catch (MessageFormatException exception)
        {
            return await RejectAsync(phase.Queue, body, messageId, exception.Message, cancellationToken);
        }

        using var usage = meter.Begin();
        PhaseOutcome outcome;
        try
        {
            outcome = await phase.RunAsync(message, new PhaseContext(messageId, usage, delivery), cancellationToken);
        }
        catch (Exception fault) when (delivery >= MaxDeliveries && !cancellationToken.IsCancellationRequested)
        {
            // The host moves the message to its poison queue and forgets why.
            await TellAsync(phase.Queue, body, messageId, delivery, fault, cancellationToken);
            throw;
        }

        switch (outcome)
        {
            case PhaseOutcome.Completed completed:
                return completed.Next;
            case PhaseOutcome.Deferred deferred:
                Log.Deferred(logger, phase.Queue, messageId, deferred.Delay, deferred.Why);
                await queues.DeferAsync(phase.Queue, MessageCodec.Encode(deferred.Retry), deferred.Delay, cancellationToken);
                return [];
            case PhaseOutcome.Rejected rejected:
                return await RejectAsync(phase.Queue, body, messageId, rejected.Why, cancellationToken);
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    async Task TellAsync(string queue, string body, string messageId, long delivery, Exception fault, CancellationToken cancellationToken)
    {
        // Of other faults only the kind is told: their texts are for the log and not for callers of the API.
        var why = fault is TransientStoreException or ProviderException ? fault.Message.TrimEnd('.') : fault.GetType().Name;
        try
        {
            await failures.RecordAsync(queue, body, messageId, clock.GetUtcNow(), $"failed {delivery} times, the last time by: {why}", cancellationToken);
        }
        catch (TransientStoreException)
        {
            // What fails the message fails this too. The watch over the poison queues tells the run when it can, if without the reason.
        }
    }

    async Task<IReadOnlyList<ISyncMessage>> RejectAsync(string queue, string body, string messageId, string why, CancellationToken cancellationToken)
    {
        Log.Rejected(logger, queue, messageId, why);
        await queues.PoisonAsync(queue, body, cancellationToken);
        return [];
    }

    static string[] Texts(IEnumerable<ISyncMessage> messages) => [.. messages.Select(MessageCodec.Encode)];

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Deferred, LogLevel.Information, "Message {MessageId} of {Queue} is deferred by {Delay}: {Reason}.")]
        public static partial void Deferred(ILogger logger, string queue, string messageId, TimeSpan delay, string reason);

        [LoggerMessage(SyncEvents.Rejected, LogLevel.Error, "Message {MessageId} of {Queue} went to the poison queue: {Reason}.")]
        public static partial void Rejected(ILogger logger, string queue, string messageId, string reason);
    }
}
