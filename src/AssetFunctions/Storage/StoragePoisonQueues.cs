using AssetFunctions.Sync.Messaging;
using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

/// <summary>The poison queues of the storage account. The host and <see cref="StorageMessageSender"/> fill them.</summary>
sealed class StoragePoisonQueues(QueueServiceClient service) : IPoisonQueues
{
    const int NotFound = 404;

    public Task<int> CountAsync(string queue, CancellationToken cancellationToken) => PoisonOf(queue).CountAsync(cancellationToken);

    public async Task<IReadOnlyList<PoisonMessage>> TakeAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        try
        {
            var messages = await PoisonOf(queue).ReceiveMessagesAsync(max, lease, cancellationToken);
            return [.. messages.Value.Select(message => new PoisonMessage(
                message.MessageId, message.PopReceipt, message.Body.ToString(), message.DequeueCount, message.InsertedOn ?? DateTimeOffset.UnixEpoch))];
        }
        catch (RequestFailedException ex) when (ex.Status == NotFound)
        {
            // The queue does not exist before its first message.
            return [];
        }
    }

    public async Task ReleaseAsync(string queue, PoisonMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await PoisonOf(queue).UpdateMessageAsync(message.Id, message.Receipt, message.Body, TimeSpan.Zero, cancellationToken);
        }
        catch (RequestFailedException ex) when (IsTakenByOthers(ex))
        {
        }
    }

    public async Task ReplayAsync(string queue, PoisonMessage message, string body, CancellationToken cancellationToken)
    {
        await service.SendAsync(queue, body, delay: TimeSpan.Zero, cancellationToken);
        try
        {
            await PoisonOf(queue).DeleteMessageAsync(message.Id, message.Receipt, cancellationToken);
        }
        catch (RequestFailedException ex) when (IsTakenByOthers(ex))
        {
        }
    }

    QueueClient PoisonOf(string queue) => service.GetQueueClient(queue + QueueNames.PoisonSuffix);

    // The lease has expired: the receipt is out of date, or the message is gone.
    static bool IsTakenByOthers(RequestFailedException failure) => failure.Status is NotFound or 400;
}
