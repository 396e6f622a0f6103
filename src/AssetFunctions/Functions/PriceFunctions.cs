using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.PriceRefresh;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>The functions that refresh prices without any wallet.</summary>
public sealed class PriceFunctions(PhaseRunner runner, PriceRefreshPlanner planner, PriceRefreshPhase refresh)
{
    /// <summary>Asks for new prices of the assets that wallets hold; setting <c>PriceRefreshSchedule</c> is the NCRONTAB expression.</summary>
    [Function("RefreshPrices")]
    [QueueOutput(QueueNames.PriceRefresh)]
    public Task<string[]> RefreshPricesAsync([TimerTrigger("%PriceRefreshSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        planner.PlanAsync(cancellationToken);

    /// <summary>Refreshes one page of a network; the next page goes back to the same queue.</summary>
    [Function("PriceRefresh")]
    [QueueOutput(QueueNames.PriceRefresh)]
    public Task<string[]> PriceRefreshAsync([QueueTrigger(QueueNames.PriceRefresh)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(refresh, message.Body.ToString(), message.MessageId, cancellationToken);
}
