using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>Keeps a received message invisible to others for as long as its function runs: renewed at half the lease.</summary>
sealed partial class MessageLease : IAsyncDisposable
{
    // A failed renewal leaves half the lease; several more tries fit into it.
    const int RetriesPerLease = 16;

    readonly QueueClient _queue;
    readonly QueueMessage _message;
    readonly TimeSpan _period;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly CancellationTokenSource _done = new();
    readonly Task _renewal;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan period, TimeProvider time, ILogger logger)
    {
        _queue = queue;
        _message = message;
        _period = period;
        _time = time;
        _logger = logger;
        PopReceipt = message.PopReceipt;
        _renewal = RenewAsync();
    }

    /// <summary>The newest receipt; final once the lease is disposed.</summary>
    public string PopReceipt { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewal;
        _done.Dispose();
    }

    async Task RenewAsync()
    {
        var wait = _period / 2;
        while (true)
        {
            await Task.Delay(wait, _time, _done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_done.IsCancellationRequested)
            {
                return;
            }

            try
            {
                // Not cancelled with the function: an update that is cut off may have changed the receipt.
                var receipt = await _queue.UpdateMessageAsync(
                    _message.MessageId, PopReceipt, visibilityTimeout: _period, cancellationToken: CancellationToken.None);
                PopReceipt = receipt.Value.PopReceipt;
                wait = _period / 2;
            }
            catch (RequestFailedException e) when (StorageFaults.IsLostMessage(e))
            {
                LogLost(_logger, _message.MessageId, _queue.Name);
                return;
            }
            catch (Exception e) when (StorageFaults.IsFault(e))
            {
                LogRenewalFailed(_logger, e, _message.MessageId, _queue.Name);
                wait = _period / RetriesPerLease;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} of queue '{Queue}' is no longer this instance's; another one may run it again.")]
    private static partial void LogLost(ILogger logger, string messageId, string queue);

    [LoggerMessage(LogLevel.Warning, "The lease of message {MessageId} of queue '{Queue}' could not be renewed; trying again.")]
    private static partial void LogRenewalFailed(ILogger logger, Exception exception, string messageId, string queue);
}
