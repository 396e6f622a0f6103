using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.Storage;

/// <summary>Sends messages to Azure Storage queues, in the encoding that <c>host.json</c> sets for the triggers.</summary>
sealed class StorageMessageSender(QueueServiceClient service) : IMessageSender
{
    public Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default) =>
        service.SendAsync(message.Queue, MessageCodec.Encode(message), delay, cancellationToken);

    public Task RejectAsync(string queue, string body, CancellationToken cancellationToken) =>
        service.SendAsync(queue + QueueNames.PoisonSuffix, body, delay: TimeSpan.Zero, cancellationToken);

    public Task ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        service.SendAsync(queue, body, delay, cancellationToken, timeToLive);

    public async Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await service.GetQueueClient(message.Queue).UpdateMessageAsync(id, receipt, MessageCodec.Encode(message), delay, cancellationToken);
        }
        catch (Exception ex) when (ex is RequestFailedException or AggregateException)
        {
            throw new TransientStoreException($"The queue {message.Queue} did not take the change ({(ex as RequestFailedException)?.ErrorCode ?? "no response"}).", ex);
        }
    }
}
