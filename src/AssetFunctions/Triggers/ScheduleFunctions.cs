using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Triggers;

/// <summary>Timer-triggered functions.</summary>
public sealed class ScheduleFunctions(SyncScheduler scheduler)
{
    /// <summary>Asks for a sync of every wallet on the schedule; setting <c>SyncSchedule</c> is the NCRONTAB expression.</summary>
    [Function("ScheduleSyncs")]
    [QueueOutput(QueueNames.SyncRequests)]
    public string[] ScheduleSyncs([TimerTrigger("%SyncSchedule%")] TimerInfo timer) => scheduler.TakeDue();
}
