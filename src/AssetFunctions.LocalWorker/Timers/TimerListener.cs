using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Timers;

/// <summary>
/// Runs one timer for as long as this process owns it. Occurrences run one after the other: one that comes due while
/// the function still runs follows right after it, once.
/// </summary>
sealed partial class TimerListener(
    FunctionModel function,
    TimerTrigger trigger,
    TimerLease lease,
    TimerStatusFile? monitor,
    WorkerOptions options,
    FunctionInvoker invoker,
    Shutdown shutdown,
    ILogger logger)
{
    // Waits are cut up, because a sleeping machine stops the timer of a long one but not the clock.
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    static readonly Dictionary<string, object?> NoData = [];

    DateTime Now => options.Time.GetUtcNow().UtcDateTime;

    /// <summary>Runs until the app stops and the occurrence begun has ended.</summary>
    public async Task RunAsync()
    {
        while (!shutdown.Stopping.IsCancellationRequested)
        {
            try
            {
                if (await lease.TryHoldAsync(shutdown.Stopping))
                {
                    await OwnAsync();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogFault(logger, function.Name, e.Message);
            }
            catch (OperationCanceledException) when (shutdown.Stopping.IsCancellationRequested)
            {
                return;
            }

            await DelayAsync(options.TimerTakeover, shutdown.Stopping);
        }
    }

    async Task OwnAsync()
    {
        LogOwned(logger, function.Name);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(shutdown.Stopping);
        using var done = new CancellationTokenSource();
        var renewal = RenewAsync(lost, done.Token);
        try
        {
            await RunScheduleAsync(lost.Token);
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
            await lease.ReleaseAsync();
        }
    }

    async Task RenewAsync(CancellationTokenSource lost, CancellationToken done)
    {
        while (true)
        {
            await DelayAsync(options.TimerLease / 3, done);
            if (done.IsCancellationRequested)
            {
                return;
            }

            if (!await HoldsAsync())
            {
                LogLost(logger, function.Name);
                await lost.CancelAsync();
                return;
            }
        }
    }

    async Task RunScheduleAsync(CancellationToken lost)
    {
        var status = monitor is null ? null : await monitor.ReadAsync();
        var isPastDue = false;
        if (status is null)
        {
            status = new ScheduleStatus { Next = trigger.Schedule.NextAfter(Now), LastUpdated = Now };
            await KeepAsync(status);
        }
        else
        {
            // The schedule may have been changed since; what was missed is judged by the new one.
            var since = status.Last == default ? status.LastUpdated : status.Last;
            status.Next = trigger.Schedule.NextAfter(since);
            isPastDue = status.Next < Now;
        }

        if (isPastDue || trigger.RunOnStartup)
        {
            status = await RunOnceAsync(status, isPastDue, Now);
        }

        while (await WaitAsync(status.Next, lost) && await HoldsAsync())
        {
            status = await RunOnceAsync(status, isPastDue: false, Now);
        }
    }

    async Task<ScheduleStatus> RunOnceAsync(ScheduleStatus status, bool isPastDue, DateTime started)
    {
        var info = new TimerInfo { ScheduleStatus = monitor is null ? null : status, IsPastDue = isPastDue };
        var reason = $"Timer fired at {started:O}";
        await invoker.InvokeAsync(function, info, NoData, reason, shutdown.Aborting);
        var next = new ScheduleStatus
        {
            Last = started,
            Next = trigger.Schedule.NextAfter(started),
            LastUpdated = Now,
        };
        await KeepAsync(next);
        return next;
    }

    Task KeepAsync(ScheduleStatus status) => monitor?.WriteAsync(status) ?? Task.CompletedTask;

    // A lease that cannot be confirmed counts as lost: running late is better than running twice.
    async Task<bool> HoldsAsync()
    {
        try
        {
            return await lease.TryHoldAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFault(logger, function.Name, e.Message);
            return false;
        }
    }

    /// <summary>Waits for the time; false when the app stops or the timer is lost before.</summary>
    async Task<bool> WaitAsync(DateTime until, CancellationToken lost)
    {
        while (!lost.IsCancellationRequested)
        {
            var left = until - Now;
            if (left <= TimeSpan.Zero)
            {
                return true;
            }

            await DelayAsync(left < LongestWait ? left : LongestWait, lost);
        }

        return false;
    }

    async Task DelayAsync(TimeSpan wait, CancellationToken cancellation)
        => await Task.Delay(wait, options.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(LogLevel.Debug, "This instance runs the timer of function '{Function}'.")]
    private static partial void LogOwned(ILogger logger, string function);

    [LoggerMessage(LogLevel.Warning, "The timer of function '{Function}' has passed to another instance.")]
    private static partial void LogLost(ILogger logger, string function);

    [LoggerMessage(LogLevel.Warning, "The timer of function '{Function}' cannot be kept ({Reason}); trying again.")]
    private static partial void LogFault(ILogger logger, string function, string reason);
}
