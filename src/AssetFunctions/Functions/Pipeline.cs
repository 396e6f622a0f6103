using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Assets;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Phases.Prices;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Phases.Transactions;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>The queue-triggered phases. Bodies are bound raw, so that a malformed message is rejected at once instead of after five attempts.</summary>
public sealed class Pipeline(
    PhaseRunner runner, ExtractPhase extract, AssetsPhase assets, PricesPhase prices, PositionsPhase positions, TransactionsPhase transactions,
    PriceRefreshPhase priceRefresh, SchedulePhase schedule, DeletionPhase deletion)
{
    [Function("Extract")]
    public Task ExtractAsync([QueueTrigger(QueueNames.SyncRequests)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(extract, DeliveryOf(message), cancellationToken);

    [Function("Assets")]
    public Task AssetsAsync([QueueTrigger(QueueNames.SyncAssets)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(assets, DeliveryOf(message), cancellationToken);

    [Function("Prices")]
    public Task PricesAsync([QueueTrigger(QueueNames.SyncPrices)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(prices, DeliveryOf(message), cancellationToken);

    [Function("Positions")]
    public Task PositionsAsync([QueueTrigger(QueueNames.SyncPositions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(positions, DeliveryOf(message), cancellationToken);

    [Function("Transactions")]
    public Task TransactionsAsync([QueueTrigger(QueueNames.SyncTransactions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(transactions, DeliveryOf(message), cancellationToken);

    [Function("PriceRefresh")]
    public Task PriceRefreshAsync([QueueTrigger(QueueNames.PriceRefresh)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(priceRefresh, DeliveryOf(message), cancellationToken);

    [Function("ScheduleShard")]
    public Task ScheduleShardAsync([QueueTrigger(QueueNames.ScheduleShards)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(schedule, DeliveryOf(message), cancellationToken);

    [Function("RemoveWallet")]
    public Task RemoveWalletAsync([QueueTrigger(QueueNames.WalletDeletions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(deletion, DeliveryOf(message), cancellationToken);

    static Delivery DeliveryOf(QueueMessage message) => new(message.MessageId, message.Body.ToString(), message.DequeueCount, message.PopReceipt, message.ExpiresOn);
}
