using System.Collections.Concurrent;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Chaos.Injecting;

/// <summary>Kills, pauses and restarts processes.</summary>
sealed class ProcessFaults(ChaosStack stack, Tally tally, TimeProvider clock)
{
    public const string HostEnded = "HostEnded";

    readonly ConcurrentDictionary<FunctionApp, Task> _paused = new();

    /// <summary>Injects the fault into an instance that is not paused.</summary>
    public async Task StrikeAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        await CountEndedAsync(cancellationToken);
        var running = stack.Local.Apps.Where(app => !_paused.ContainsKey(app)).ToList();
        if (running.Count == 0)
        {
            await Task.WhenAny(_paused.Values);
            await StrikeAsync(fault, cancellationToken);
            return;
        }

        var app = running[fault.Target % running.Count];
        switch (fault.Kind)
        {
            case FaultKind.InstancePaused:
                await PauseAsync(app, fault.Length, cancellationToken);
                break;
            case FaultKind.WorkerKilled:
                await KillWorkerAsync(app, cancellationToken);
                break;
            default:
                await stack.ReplaceAsync(app, cancellationToken);
                break;
        }

        tally.Add(fault.Kind);
    }

    public async Task KillRedisAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        await stack.Local.Redis!.KillAsync();
        await Task.Delay(fault.Length, clock, cancellationToken);
        await stack.Local.Redis.StartAsync(cancellationToken);
        tally.Add(fault.Kind);
    }

    public async Task StopStorageAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        await stack.Local.Storage.StopAsync();
        await Task.Delay(fault.Length, clock, cancellationToken);
        await stack.Local.Storage.StartAsync(cancellationToken);
        tally.Add(fault.Kind);
    }

    /// <summary>Waits until every paused instance runs again, and replaces those that have ended by themselves.</summary>
    public async Task ResumeAllAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_paused.Values);
        await CountEndedAsync(cancellationToken);
    }

    async Task CountEndedAsync(CancellationToken cancellationToken) => tally.Add(HostEnded, await stack.ReplaceEndedAsync(cancellationToken));

    async Task KillWorkerAsync(FunctionApp app, CancellationToken cancellationToken)
    {
        try
        {
            await app.KillWorkerAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is StackException or ArgumentException)
        {
            // It has no worker at the moment, so its host is killed instead.
            await stack.ReplaceAsync(app, cancellationToken);
        }
    }

    async Task PauseAsync(FunctionApp app, TimeSpan length, CancellationToken cancellationToken)
    {
        Func<Task> resumeAsync;
        try
        {
            resumeAsync = await app.PauseAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is StackException or ArgumentException)
        {
            await stack.ReplaceAsync(app, cancellationToken);
            return;
        }

        _paused[app] = ResumeLaterAsync();

        async Task ResumeLaterAsync()
        {
            await Task.Delay(length, clock, cancellationToken);
            await resumeAsync();
            _paused.TryRemove(app, out _);
        }
    }
}
