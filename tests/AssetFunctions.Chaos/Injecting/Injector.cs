using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;

namespace AssetFunctions.Chaos.Injecting;

/// <summary>
/// Injects the faults of a plan. Faults in the same component run one after the other: a process that is restarting is not killed, and the faults of a
/// database server end with it.
/// </summary>
sealed class Injector(ChaosStack stack, ChaosPlan plan, Archive archive, PricelessFetches priceless, Tally tally, TimeProvider clock)
{
    /// <summary>Injects all faults, and ends when every killed process runs again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var processes = new ProcessFaults(stack, tally, clock);
        var database = new DatabaseFaults(stack, tally, clock);
        var provider = new ProviderFaults(stack, plan, priceless, tally);
        var messages = new MessageFaults(stack, archive, tally, clock);
        var started = clock.GetTimestamp();
        await Task.WhenAll(
            LaneAsync(fault => fault is FaultKind.HostKilled or FaultKind.WorkerKilled or FaultKind.InstancePaused, processes.StrikeAsync),
            LaneAsync(fault => fault == FaultKind.RedisKilled, processes.KillRedisAsync),
            LaneAsync(fault => fault == FaultKind.StorageStopped, processes.StopStorageAsync),
            LaneAsync(fault => fault.ToString().StartsWith("Database", StringComparison.Ordinal), database.StrikeAsync),
            LaneAsync(fault => fault.ToString().StartsWith("Provider", StringComparison.Ordinal), provider.StrikeAsync),
            LaneAsync(fault => fault == FaultKind.MessagesDuplicated, messages.DuplicateAsync),
            LaneAsync(fault => fault == FaultKind.MessagesReordered, messages.ReorderAsync),
            LaneAsync(fault => fault == FaultKind.MessagesReplayed, messages.ReplayAsync));
        await processes.ResumeAllAsync(cancellationToken);
        provider.Stop();

        async Task LaneAsync(Func<FaultKind, bool> isOfLane, Func<PlannedFault, CancellationToken, Task> strikeAsync)
        {
            foreach (var fault in plan.Faults.Where(fault => isOfLane(fault.Kind)))
            {
                var wait = fault.At - clock.GetElapsedTime(started);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellationToken);
                await strikeAsync(fault, cancellationToken);
            }
        }
    }
}
