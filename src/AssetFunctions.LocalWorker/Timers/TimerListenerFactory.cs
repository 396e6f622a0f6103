using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Timers;

/// <summary>Puts together the listener of a timer-triggered function.</summary>
sealed class TimerListenerFactory(
    IConfiguration configuration,
    IHostEnvironment environment,
    WorkerOptions options,
    FunctionInvoker invoker,
    Shutdown shutdown,
    ILoggerFactory loggers)
{
    readonly string _owner = Guid.NewGuid().ToString("N");

    /// <exception cref="WorkerStartupException">The directory of the timers cannot be used.</exception>
    public TimerListener Create(FunctionModel function, TimerTrigger trigger)
    {
        var hostId = configuration[WorkerConstants.HostIdSetting] ?? environment.ApplicationName;
        var directory = TimerDirectory.For(options.DataDirectory, trigger.Storage, hostId);
        var lease = new TimerLease(Path.Combine(directory, $"{function.Name}.lease"), _owner, options);
        var monitor = trigger.UseMonitor ? new TimerStatusFile(Path.Combine(directory, $"{function.Name}.json")) : null;
        return new TimerListener(
            function, trigger, lease, monitor, options, invoker, shutdown, loggers.CreateLogger<TimerListener>());
    }
}
