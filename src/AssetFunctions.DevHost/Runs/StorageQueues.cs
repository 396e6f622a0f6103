using System.Globalization;
using AssetFunctions.DevHost.Api;
using AssetFunctions.Sync.Pipeline;
using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.DevHost.Runs;

/// <summary>Messages of one stage that wait or are being worked on.</summary>
/// <param name="Queue">Name of the queue.</param>
/// <param name="Messages">Messages in the queue, about.</param>
/// <param name="Poison">Messages in its poison queue, about.</param>
sealed record QueueLength(string Queue, int Messages, int Poison);

/// <summary>The queues of a deployment's storage account, for those who operate it.</summary>
sealed class StorageQueues
{
    static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    readonly QueueServiceClient _service;

    /// <exception cref="DeploymentException">The connection string is none.</exception>
    public StorageQueues(string connectionString)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = RetryDelay;
        options.Retry.NetworkTimeout = Timeout;
        try
        {
            _service = new QueueServiceClient(connectionString, options);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Not with the text itself: it may hold a key.
            throw new DeploymentException("The value of --storage is no connection string of a storage account.", exception);
        }
    }

    /// <summary>Address of the account, without what may be secret in it.</summary>
    public string Address => _service.Uri.GetLeftPart(UriPartial.Path);

    /// <summary>How long the queues of all stages are, in the order of the flow.</summary>
    /// <exception cref="DeploymentException">The storage account cannot be asked.</exception>
    public Task<IReadOnlyList<QueueLength>> CountAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<QueueLength>>(async () =>
    {
        var lengths = new List<QueueLength>();
        foreach (var queue in QueueNames.All)
        {
            lengths.Add(new QueueLength(
                queue,
                await _service.CountAsync(queue, cancellationToken) ?? 0,
                await _service.CountAsync(queue + QueueNames.PoisonSuffix, cancellationToken) ?? 0));
        }

        return lengths;
    });

    /// <summary>Puts poison messages back on their queue, each on its own: see <see cref="PoisonQueue"/>.</summary>
    /// <param name="queue">The queue they belong on.</param>
    /// <param name="max">The most messages to move.</param>
    /// <exception cref="DeploymentException">The storage account cannot be asked.</exception>
    public Task<ReplayCount> ReplayAsync(string queue, int max, bool dryRun, CancellationToken cancellationToken) =>
        AskAsync(() => new PoisonQueue(_service, queue).ReplayAsync(max, dryRun, cancellationToken));

    async Task<T> AskAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            var refusal = exception as RequestFailedException;
            var what = refusal is { Status: > 0 }
                ? $"refuses ({refusal.ErrorCode ?? refusal.Status.ToString(CultureInfo.InvariantCulture)})"
                : "cannot be reached";
            throw new DeploymentException($"The storage account at {Address} {what}. Name another with --storage or {ApiDefaults.StorageVariable}.", exception);
        }
    }
}

static class QueueServiceClientExtensions
{
    /// <returns>About how many messages the queue holds, or null when there is no such queue: none exists before its first message.</returns>
    public static async Task<int?> CountAsync(this QueueServiceClient service, string queue, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await service.GetQueueClient(queue).GetPropertiesAsync(cancellationToken);
            return properties.Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }
}
