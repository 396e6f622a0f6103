using AssetFunctions.Sync.Messaging;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AssetFunctions.Chaos.Stacks;

/// <summary>The queues of a stack: sends, takes, counts.</summary>
sealed class Queues(string connectionString)
{
    const int NotFound = 404;
    const int MostPeeked = 32;

    readonly QueueServiceClient _service = new(connectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });

    /// <summary>The queues of a run that only this product and senders of requests write to.</summary>
    public static readonly string[] OfRuns = [QueueNames.SyncRequests, QueueNames.SyncAssets, QueueNames.SyncPrices, QueueNames.SyncPositions];

    /// <returns>Id of the message.</returns>
    public async Task<string> SendAsync(string queue, string text, CancellationToken cancellationToken)
    {
        var client = _service.GetQueueClient(queue);
        await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        return (await client.SendMessageAsync(text, cancellationToken)).Value.MessageId;
    }

    /// <summary>Takes up to <paramref name="count"/> messages, which become visible again after a time.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync(string queue, int count, TimeSpan absence, CancellationToken cancellationToken)
    {
        try
        {
            QueueMessage[] taken = await _service.GetQueueClient(queue).ReceiveMessagesAsync(count, absence, cancellationToken);
            return [.. taken.Select(message => message.Body.ToString())];
        }
        catch (Exception ex) when (ex is RequestFailedException or AggregateException)
        {
            // The emulator is down, or the queue does not exist yet.
            return [];
        }
    }

    /// <summary>Reads waiting messages without taking them.</summary>
    public async Task<IReadOnlyList<(string Id, string Text)>> PeekAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            PeekedMessage[] seen = await _service.GetQueueClient(queue).PeekMessagesAsync(MostPeeked, cancellationToken);
            return [.. seen.Select(message => (message.MessageId, message.Body.ToString()))];
        }
        catch (Exception ex) when (ex is RequestFailedException or AggregateException)
        {
            return [];
        }
    }

    /// <summary>Messages that wait or are being processed.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(QueueNames.All.Select(queue => CountAsync(queue, cancellationToken)));
        return counts.Sum();
    }

    /// <summary>Messages that wait or are being processed, or -1 while the emulator is down.</summary>
    public async Task<int> TryCountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CountAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is RequestFailedException or AggregateException)
        {
            return -1;
        }
    }

    /// <summary>Messages of a queue that wait or are being processed.</summary>
    public async Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await _service.GetQueueClient(queue).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException ex) when (ex.Status == NotFound)
        {
            return 0;
        }
    }
}
