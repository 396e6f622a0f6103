using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Invocation;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>Puts together the listener of a queue-triggered function.</summary>
sealed class QueueListenerFactory(
    StorageAccounts accounts,
    QueueSender sender,
    QueueSignals signals,
    QueueSettings settings,
    WorkerOptions options,
    FunctionInvoker invoker,
    Shutdown shutdown,
    ILoggerFactory loggers)
{
    public QueueListener Create(FunctionModel function, QueueTrigger trigger)
    {
        var logger = loggers.CreateLogger<QueueListener>();
        var queue = accounts.Queue(trigger.Queue);
        var isPoison = trigger.Queue.Name.EndsWith(WorkerConstants.PoisonSuffix, StringComparison.Ordinal);
        var processor = new MessageProcessor(
            function,
            queue,
            isPoison ? null : accounts.PoisonQueue(trigger.Queue),
            sender,
            settings,
            options.Time,
            trigger.LeasePeriod,
            invoker,
            shutdown,
            logger);
        var delay = new PollingDelay(
            WorkerConstants.MinPollingInterval, settings.MaxPollingInterval, new Random(options.Seed));
        return new QueueListener(queue, processor, settings, delay, signals, options.Time, trigger.LeasePeriod, shutdown, logger);
    }
}
