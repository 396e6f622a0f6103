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

    /// <summary>Time until a message returns after a failed delivery: <c>visibilityTimeout</c> of <c>host.json</c>.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

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
        catch (NewerMessageException ex)
        {
            await WaitAsync(TMessage.Queue, delivery, ex.Message, cancellationToken);
            return;
        }
        catch (MessageFormatException ex)
        {
            await RejectAsync(TMessage.Queue, delivery, ex.Message, cancellationToken);
            return;
        }

        var metered = message as IMeteredMessage;
        var used = metered?.Used ?? default;
        var kept = unreported.Take(delivery.Id);
        var carried = used + kept.Beyond(used);

        // An earlier delivery may have reported what the message carries. One that failed in this process may have stored a checkpoint, but sent nothing.
        var isReported = delivery.Count > 1 && (kept == default || message is PositionsMessage);
        using var usage = meter.Begin(isReported ? carried : default);
        usage.Carry(isReported ? default : carried);
        try
        {
            var outcome = await phase.RunAsync(message, new PhaseContext(delivery.Id, usage, delivery.Count), cancellationToken);
            await SendAsync(TMessage.Queue, delivery, outcome, usage, cancellationToken);
        }
        catch (Exception ex) when (delivery.Count >= MaxDeliveries && !cancellationToken.IsCancellationRequested)
        {
            // The host moves the message to its poison queue without a reason.
            await ReportAsync(TMessage.Queue, delivery, ex, cancellationToken);
            throw;
        }
        catch (Exception) when (metered is not null && usage.Usage != used)
        {
            usage.Reported = usage.Usage;
            await KeepAsync(metered.WithUsed(usage.Reported), delivery);
            throw;
        }
    }

    async Task SendAsync(string queue, Delivery delivery, PhaseOutcome outcome, DatabaseUsageScope usage, CancellationToken cancellationToken)
    {
        var used = usage.Usage;
        switch (outcome)
        {
            case PhaseOutcome.Completed completed:
                // One message continues the account of the run.
                await sender.SendAllAsync(completed.Next.Select((next, i) => i == 0 ? WithUsed(next, used) : next), cancellationToken);
                usage.Reported = completed.Next is [IMeteredMessage, ..] ? used : usage.Reported;
                break;
            case PhaseOutcome.Deferred deferred:
                Log.Deferred(logger, queue, delivery.Id, deferred.Delay, deferred.Why);
                await sender.SendAsync(WithUsed(deferred.Retry, used), deferred.Delay, cancellationToken);
                usage.Reported = deferred.Retry is IMeteredMessage ? used : usage.Reported;
                break;
            case PhaseOutcome.Rejected rejected:
                await RejectAsync(queue, delivery, rejected.Why, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    // While two releases run side by side, or after a rollback, a newer instance may take the message next. The copy keeps the end of the message, so
    // that one which no release ever reads becomes poison.
    async Task WaitAsync(string queue, Delivery delivery, string why, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var longest = TimeSpan.FromSeconds(MessageLimits.NewerWaitSeconds);
        var left = delivery.ExpiresAt is { } end && end - now < longest ? end - now : longest;
        if (left < TimeSpan.FromSeconds(MessageLimits.NewerReserveSeconds))
        {
            await RejectAsync(queue, delivery, why, cancellationToken);
            return;
        }

        var delay = TimeSpan.FromSeconds(MessageLimits.NewerDelaySeconds);
        Log.Waits(logger, queue, delivery.Id, delay, now + left, why);
        await sender.ReturnAsync(queue, delivery.Body, delay, left, cancellationToken);
    }

    static ISyncMessage WithUsed(ISyncMessage message, DatabaseUsage used) => message is IMeteredMessage metered && metered.Used != used ? metered.WithUsed(used) : message;

    // Any instance may get the next delivery, so the message itself takes along what this one used. The last delivery leaves the message as it is: the
    // host is about to move it. Memory serves where the message cannot be changed; if it was changed all the same, it holds no less than memory.
    async Task KeepAsync(IMeteredMessage message, Delivery delivery)
    {
        unreported.Add(delivery.Id, message.Used);
        if (delivery.Receipt is not { } receipt || delivery.Count >= MaxDeliveries)
        {
            return;
        }

        try
        {
            await TimeLimit.RunAsync(
                async token =>
                {
                    await sender.ReplaceAsync(delivery.Id, receipt, message, RetryDelay, token);
                    return true;
                },
                TimeLimit.Interactive,
                clock,
                CancellationToken.None);
        }
        catch (Exception ex) when (ex is TransientStoreException or TimeoutException)
        {
            Log.NotKept(logger, message.Queue, delivery.Id, ex.Message);
        }
    }

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

        [LoggerMessage(LogLevel.Warning, "Message {MessageId} of {Queue} was not changed: {Reason}. Only this instance can report what its delivery used of the database.")]
        public static partial void NotKept(ILogger logger, string queue, string messageId, string reason);

        [LoggerMessage(SyncEvents.MessageWaits, LogLevel.Warning, "Sent message {MessageId} of {Queue} back for {Delay}; it becomes poison shortly before {ExpiresAt:u}: {Reason}.")]
        public static partial void Waits(ILogger logger, string queue, string messageId, TimeSpan delay, DateTimeOffset expiresAt, string reason);

        [LoggerMessage(SyncEvents.Rejected, LogLevel.Error, "Message {MessageId} of {Queue} went to the poison queue: {Reason}.")]
        public static partial void Rejected(ILogger logger, string queue, string messageId, string reason);
    }
}
