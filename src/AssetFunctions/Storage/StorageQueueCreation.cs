using AssetFunctions.Sync.Messaging;
using Azure.Storage.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Storage;

/// <summary>
/// Creates missing queues and poison queues at start: a trigger without its queue polls for it at growing intervals. Costs one request when all exist.
/// A failure does not stop the app: senders create a queue that is still missing.
/// </summary>
sealed partial class StorageQueueCreation(QueueServiceClient service, TimeProvider clock, ILogger<StorageQueueCreation> logger) : BackgroundService
{
    const int Parallelism = 8;

    /// <summary>How long the start waits for the queues; their creation continues in the background.</summary>
    internal static readonly TimeSpan StartBudget = TimeSpan.FromMilliseconds(200);

    /// <summary>Time limit of the creation, including retries of the client.</summary>
    internal static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(ExecuteTask!, Task.Delay(StartBudget, clock, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var budget = new CancellationTokenSource(Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, budget.Token);
        try
        {
            await CreateAsync(either.Token);
        }
        catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotCreated(logger, ex);
        }
    }

    async Task CreateAsync(CancellationToken cancellationToken)
    {
        var existing = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var queue in service.GetQueuesAsync(cancellationToken: cancellationToken))
        {
            existing.Add(queue.Name);
        }

        var missing = QueueNames.All.SelectMany(queue => new[] { queue, queue + QueueNames.PoisonSuffix }).Where(queue => !existing.Contains(queue));
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (queue, token) => await service.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: token));
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Could not create the missing queues at start. Each is created when a message is first sent to it.")]
        public static partial void NotCreated(ILogger logger, Exception ex);
    }
}
