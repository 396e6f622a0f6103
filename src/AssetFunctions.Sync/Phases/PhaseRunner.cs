using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases;

/// <summary>
/// Runs a phase for one queue message and maps its outcome to queue actions. It is the only place that knows both: phases never see a queue, and
/// triggers never see an outcome.
/// </summary>
public sealed partial class PhaseRunner(IMessageSender sender, DatabaseMeter meter, UnreportedUsage unreported, RunFailures failures, TimeProvider clock, ILogger<PhaseRunner> logger)
{
    /// <summary>Failed deliveries after which a message goes to its poison queue; <c>maxDequeueCount</c> in <c>host.json</c>.</summary>
    public const int MaxDeliveries = 5;

    /// <summary>Processes one delivery. The phase's messages have been sent when this returns.</summary>
    public async Task RunAsync<TMessage>(IPhase<TMessage> phase, Delivery delivery, CancellationToken cancellationToken)
        where TMessage : ISyncMessage<TMessage>
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(delivery);
        TMessage message;
        try
        {
            message = MessageCodec.Decode<TMessage>(delivery.Body);
        }
        catch (MessageFormatException ex)
        {
            await RejectAsync(TMessage.Queue, delivery, ex.Message, cancellationToken);
            return;
        }

        var owner = OwnerOf(message, delivery.Id);
        using var usage = meter.Begin(owner is null ? default : unreported.Take(owner));
        PhaseOutcome? outcome = null;
        try
        {
            outcome = await phase.RunAsync(message, new PhaseContext(delivery.Id, usage, delivery.Count), cancellationToken);
        }
        catch (Exception ex) when (delivery.Count >= MaxDeliveries && !cancellationToken.IsCancellationRequested)
        {
            // The host moves the message to its poison queue without a reason.
            await ReportAsync(TMessage.Queue, delivery, ex, cancellationToken);
            throw;
        }
        finally
        {
            // The usage of a delivery that did not complete is reported by the next one.
            if (owner is not null && outcome is not PhaseOutcome.Completed)
            {
                unreported.Add(owner, usage.Usage);
            }
        }

        switch (outcome)
        {
            case PhaseOutcome.Completed completed:
                await sender.SendAllAsync(completed.Next, cancellationToken);
                break;
            case PhaseOutcome.Deferred deferred:
                Log.Deferred(logger, TMessage.Queue, delivery.Id, deferred.Delay, deferred.Why);
                await sender.SendAsync(deferred.Retry, deferred.Delay, cancellationToken);
                break;
            case PhaseOutcome.Rejected rejected:
                await RejectAsync(TMessage.Queue, delivery, rejected.Why, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    // The Positions phase does its own accounting: only it knows which usage its checkpoints have reported.
    static string? OwnerOf(ISyncMessage message, string messageId) => message switch
    {
        SyncRequest request => $"{request.Wallet} {request.RunId ?? messageId}",
        PositionsMessage => null,
        ChunkMessage chunk => chunk.Chunk.Run.Attempt,
        _ => null,
    };

    async Task ReportAsync(string queue, Delivery delivery, Exception exception, CancellationToken cancellationToken)
    {
        // Other exceptions are reported by type only: their texts are for the log, not for API callers.
        var why = exception is TransientStoreException or ProviderException ? exception.Message.TrimEnd('.') : exception.GetType().Name;
        try
        {
            await failures.RecordAsync(
                queue, delivery.Body, delivery.Id, clock.GetUtcNow(), $"failed {delivery.Count} times, most recently with: {why}", cancellationToken);
        }
        catch (TransientStoreException)
        {
            // The cause of the failure affects this write too. PoisonWatch records the failure later, without the reason.
        }
    }

    async Task RejectAsync(string queue, Delivery delivery, string why, CancellationToken cancellationToken)
    {
        Log.Rejected(logger, queue, delivery.Id, why);
        await sender.RejectAsync(queue, delivery.Body, cancellationToken);
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Deferred, LogLevel.Information, "Deferred message {MessageId} of {Queue} by {Delay}: {Reason}.")]
        public static partial void Deferred(ILogger logger, string queue, string messageId, TimeSpan delay, string reason);

        [LoggerMessage(SyncEvents.Rejected, LogLevel.Error, "Message {MessageId} of {Queue} went to the poison queue: {Reason}.")]
        public static partial void Rejected(ILogger logger, string queue, string messageId, string reason);
    }
}
