using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Phases.MarketRefresh;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Phases.Scheduling;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>The timers.</summary>
public sealed class Schedules(
    SyncScheduler scheduler, PriceRefreshPlanner planner, MarketDataRefresh market, CacheWarming warming, PoisonWatch poison, QueueWatch queues)
{
    const string EveryHalfMinute = "*/30 * * * * *";
    const string EveryMinute = "30 * * * * *";

    /// <summary>Requests a run of every wallet that is due. Setting <c>SyncSchedule</c> is the NCRONTAB expression.</summary>
    [Function("ScheduleSyncs")]
    public Task ScheduleSyncsAsync([TimerTrigger("%SyncSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        scheduler.TickAsync(cancellationToken);

    /// <summary>Requests new prices for the assets that wallets hold. Setting <c>PriceRefreshSchedule</c> is the NCRONTAB expression.</summary>
    [Function("SchedulePriceRefresh")]
    public Task SchedulePriceRefreshAsync([TimerTrigger("%PriceRefreshSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        planner.PlanAsync(cancellationToken);

    /// <summary>Refreshes market data of the assets that wallets hold. Setting <c>MarketRefreshSchedule</c> is the NCRONTAB expression.</summary>
    [Function("RefreshMarketData")]
    public Task RefreshMarketDataAsync([TimerTrigger("%MarketRefreshSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        market.RunAsync(cancellationToken);

    /// <summary>Keeps the most held assets in Redis before they expire there. Setting <c>WarmRedisSchedule</c> is the NCRONTAB expression.</summary>
    [Function("WarmRedis")]
    public Task WarmRedisAsync([TimerTrigger("%WarmRedisSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        warming.KeepSharedAsync(cancellationToken);

    [Function("WatchPoison")]
    public Task WatchPoisonAsync([TimerTrigger(EveryHalfMinute)] TimerInfo timer, CancellationToken cancellationToken) => poison.LookAsync(cancellationToken);

    /// <summary>Writes the state of all queues to the log, where alerts read it.</summary>
    [Function("WatchQueues")]
    public Task WatchQueuesAsync([TimerTrigger(EveryMinute)] TimerInfo timer, CancellationToken cancellationToken) => queues.RunAsync(cancellationToken);
}
