using System.Collections.Immutable;
using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Http;
using AssetFunctions.LocalWorker.Queues;
using AssetFunctions.LocalWorker.Timers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>Starts what triggers the functions of the app, and lets what runs end when the app stops.</summary>
sealed partial class WorkerService(
    FunctionScanner scanner,
    StorageAccounts accounts,
    QueueListenerFactory queueListeners,
    TimerListenerFactory timerListeners,
    HttpFunctionServer http,
    WorkerOptions options,
    Shutdown shutdown,
    ILogger<WorkerService> logger) : IHostedService
{
    Task _listeners = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var functions = scanner.Scan();
        var triggers = functions.Select(function => function.Trigger).OfType<QueueTrigger>().Select(trigger => trigger.Queue);
        var outputs = functions.SelectMany(function => function.Result.Outputs).Select(output => output.Queue);
        var addresses = triggers.Concat(outputs).DistinctBy(address => (address.ConnectionString, address.Name));
        foreach (var address in addresses)
        {
            await accounts.EnsureAsync(address, cancellationToken);
        }

        var listeners = Listeners(functions);
        await http.StartAsync(functions, cancellationToken);
        _listeners = Task.WhenAll(listeners.Select(run => Task.Run(run, CancellationToken.None)));
        LogStarted(logger, functions.Length, string.Join(", ", functions.Select(function => function.Name)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await shutdown.StopAsync();
        using var drained = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Task.WhenAll(_listeners, http.StopAsync(drained.Token));
        if (await EndsWithinAsync(running, options.DrainPeriod, cancellationToken))
        {
            return;
        }

        LogCancelling(logger, options.DrainPeriod.TotalSeconds);
        await shutdown.AbortAsync();
        await drained.CancelAsync();
        if (!await EndsWithinAsync(running, WorkerConstants.AbortPeriod, CancellationToken.None))
        {
            LogAbandoned(logger);
        }
    }

    List<Func<Task>> Listeners(ImmutableArray<FunctionModel> functions)
    {
        var listeners = new List<Func<Task>>();
        foreach (var function in functions)
        {
            if (function.Trigger is QueueTrigger queue)
            {
                listeners.Add(queueListeners.Create(function, queue).RunAsync);
            }
            else if (function.Trigger is TimerTrigger timer)
            {
                listeners.Add(timerListeners.Create(function, timer).RunAsync);
            }
        }

        return listeners;
    }

    async Task<bool> EndsWithinAsync(Task running, TimeSpan period, CancellationToken cancellation)
    {
        try
        {
            await running.WaitAsync(period, options.Time, cancellation);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return running.IsCompleted;
        }
    }

    [LoggerMessage(LogLevel.Information, "Worker started with {Count} functions: {Functions}")]
    private static partial void LogStarted(ILogger logger, int count, string functions);

    [LoggerMessage(LogLevel.Warning, "Functions still run {Seconds} s after the app was asked to stop; cancelling them.")]
    private static partial void LogCancelling(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Warning, "Functions ignored their cancellation and are abandoned; their messages appear again when the lease ends.")]
    private static partial void LogAbandoned(ILogger logger);
}
