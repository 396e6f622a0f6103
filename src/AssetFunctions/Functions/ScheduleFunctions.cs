using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Phases.Scheduling;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>The timers, and the queue-triggered work that they start or that goes on beside the stages.</summary>
public sealed class ScheduleFunctions(PhaseRunner runner, SyncScheduler scheduler, SchedulePhase schedule, DeletionPhase deletion, PoisonWatch poison)
{
    const string EveryHalfMinute = "*/30 * * * * *";

    /// <summary>Asks for a sync of every wallet that is due; setting <c>SyncSchedule</c> is the NCRONTAB expression.</summary>
    [Function("ScheduleSyncs")]
    [QueueOutput(QueueNames.ScheduleShards)]
    public Task<string[]> ScheduleSyncsAsync([TimerTrigger("%SyncSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        scheduler.TickAsync(cancellationToken);

    [Function("ScheduleShard")]
    public Task ScheduleShardAsync([QueueTrigger(QueueNames.ScheduleShards)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(schedule, message.Body.ToString(), message.MessageId, cancellationToken, message.DequeueCount);

    [Function("RemoveWallet")]
    public Task RemoveWalletAsync([QueueTrigger(QueueNames.WalletDeletions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(deletion, message.Body.ToString(), message.MessageId, cancellationToken);

    [Function("WatchPoison")]
    public Task WatchPoisonAsync([TimerTrigger(EveryHalfMinute)] TimerInfo timer, CancellationToken cancellationToken) => poison.LookAsync(cancellationToken);
}
