using System.Collections.Concurrent;
using AssetFunctions.LocalWorker.Hosting;
using Azure;
using Azure.Core;
using Azure.Storage.Queues;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>One client for each queue. Texts travel as they are; the worker encodes and decodes them itself.</summary>
sealed class StorageAccounts(WorkerOptions options)
{
    readonly ConcurrentDictionary<(string Connection, string Queue), QueueClient> _queues = new();

    public QueueClient Queue(QueueAddress address)
        => _queues.GetOrAdd((address.ConnectionString, address.Name), key => new QueueClient(key.Connection, key.Queue, ClientOptions()));

    public QueueClient PoisonQueue(QueueAddress address)
        => Queue(address with { Name = address.Name + WorkerConstants.PoisonSuffix });

    /// <summary>Creates the queue when it is missing.</summary>
    /// <exception cref="WorkerStartupException">The account does not answer, or refuses.</exception>
    public async Task EnsureAsync(QueueAddress address, CancellationToken cancellation)
    {
        var clientOptions = ClientOptions();
        clientOptions.Retry.MaxRetries = 1;
        clientOptions.Retry.NetworkTimeout = WorkerConstants.StartTimeout;
        var queue = new QueueClient(address.ConnectionString, address.Name, clientOptions);
        try
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
        }
        catch (Exception e) when (StorageFaults.IsFault(e) && !cancellation.IsCancellationRequested)
        {
            var account = queue.Uri.AbsoluteUri[..^(address.Name.Length + 1)];
            throw new WorkerStartupException(
                $"Function '{address.Function}' cannot reach its queue '{address.Name}' at {account} ({StorageFaults.Reason(e)}): start the storage there or correct the setting '{address.Setting}'.", e);
        }
    }

    QueueClientOptions ClientOptions()
    {
        var clientOptions = new QueueClientOptions
        {
            MessageEncoding = QueueMessageEncoding.None,
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 3,
                Delay = TimeSpan.FromMilliseconds(200),
                NetworkTimeout = TimeSpan.FromSeconds(30),
            },
            Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false },
        };
        options.ConfigureQueueClient?.Invoke(clientOptions);
        return clientOptions;
    }
}
