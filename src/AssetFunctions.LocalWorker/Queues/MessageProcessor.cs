using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Invocation;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>
/// Takes one message from receipt to its end: deleted after success, visible again after failure, copied to the
/// poison queue after the last allowed failure.
/// </summary>
sealed partial class MessageProcessor(
    FunctionModel function,
    QueueClient queue,
    QueueClient? poisonQueue,
    QueueSender sender,
    QueueSettings settings,
    TimeProvider time,
    TimeSpan leasePeriod,
    FunctionInvoker invoker,
    Shutdown shutdown,
    ILogger logger)
{
    public async Task ProcessAsync(QueueMessage message)
    {
        try
        {
            // More attempts than allowed means that a process died in the last one; it must not take another down.
            if (message.DequeueCount > settings.MaxDequeueCount && poisonQueue is not null)
            {
                await PoisonAsync(poisonQueue, message, message.PopReceipt);
                return;
            }

            var lease = new MessageLease(queue, message, leasePeriod, time, logger);
            bool succeeded;
            await using (lease)
            {
                succeeded = await RunAsync(message);
            }

            await CompleteAsync(message, lease.PopReceipt, succeeded);
        }
        catch (RequestFailedException e) when (StorageFaults.IsLostMessage(e))
        {
            LogTaken(logger, message.MessageId, queue.Name);
        }
        catch (Exception e) when (StorageFaults.IsFault(e))
        {
            LogNotCompleted(logger, e, message.MessageId, queue.Name);
        }
    }

    Task<bool> RunAsync(QueueMessage message)
    {
        var received = new ReceivedMessage(message, settings.Encoding);
        return invoker.InvokeAsync(
            function,
            received,
            received.BindingData,
            $"New queue message detected on '{queue.Name}'.",
            shutdown.Aborting);
    }

    async Task CompleteAsync(QueueMessage message, string popReceipt, bool succeeded)
    {
        if (succeeded)
        {
            await queue.DeleteMessageAsync(message.MessageId, popReceipt);
            return;
        }

        // A poison queue has none of its own: its message stays invisible for the lease instead of spinning.
        if (poisonQueue is null)
        {
            return;
        }

        if (message.DequeueCount >= settings.MaxDequeueCount)
        {
            await PoisonAsync(poisonQueue, message, popReceipt);
            return;
        }

        await queue.UpdateMessageAsync(
            message.MessageId, popReceipt, visibilityTimeout: settings.VisibilityTimeout, cancellationToken: CancellationToken.None);
    }

    async Task PoisonAsync(QueueClient poison, QueueMessage message, string popReceipt)
    {
        LogPoison(logger, message.MessageId, queue.Name, settings.MaxDequeueCount, poison.Name);
        await sender.SendTextAsync(poison, message.MessageText, CancellationToken.None);
        await queue.DeleteMessageAsync(message.MessageId, popReceipt);
    }

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} of queue '{Queue}' has reached the maximum dequeue count of {MaxDequeueCount}. Moving it to queue '{PoisonQueue}'.")]
    private static partial void LogPoison(ILogger logger, string messageId, string queue, int maxDequeueCount, string poisonQueue);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} of queue '{Queue}' was taken by another instance while its function ran here.")]
    private static partial void LogTaken(ILogger logger, string messageId, string queue);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} of queue '{Queue}' could not be completed; it appears again when its lease ends.")]
    private static partial void LogNotCompleted(ILogger logger, Exception exception, string messageId, string queue);
}
