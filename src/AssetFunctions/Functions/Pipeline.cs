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

/// <summary>The queue-triggered stages. Bodies are bound raw, so that a malformed message is rejected at once instead of after five attempts.</summary>
public sealed class Pipeline(
    PhaseRunner runner, ExtractPhase extract, AssetsPhase assets, PricesPhase prices, PositionsPhase positions, TransactionsPhase transactions,
    PriceRefreshPhase priceRefresh, SchedulePhase schedule, DeletionPhase deletion)
{
    [Function("Extract")]
    public async Task<ExtractResult> ExtractAsync([QueueTrigger(QueueNames.SyncRequests)] QueueMessage message, CancellationToken cancellationToken) =>
        ExtractResult.Of(await runner.RunForkAsync(extract, message.Body.ToString(), message.MessageId, cancellationToken, message.DequeueCount));

    [Function("Assets")]
    [QueueOutput(QueueNames.SyncPrices)]
    public Task<string[]> AssetsAsync([QueueTrigger(QueueNames.SyncAssets)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(assets, message.Body.ToString(), message.MessageId, cancellationToken, message.DequeueCount);

    [Function("Prices")]
    [QueueOutput(QueueNames.SyncPositions)]
    public Task<string[]> PricesAsync([QueueTrigger(QueueNames.SyncPrices)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(prices, message.Body.ToString(), message.MessageId, cancellationToken, message.DequeueCount);

    [Function("Positions")]
    public Task PositionsAsync([QueueTrigger(QueueNames.SyncPositions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(positions, message.Body.ToString(), message.MessageId, cancellationToken, message.DequeueCount);

    [Function("Transactions")]
    [QueueOutput(QueueNames.SyncTransactions)]
    public Task<string[]> TransactionsAsync([QueueTrigger(QueueNames.SyncTransactions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(transactions, message.Body.ToString(), message.MessageId, cancellationToken, message.DequeueCount);

    /// <summary>Refreshes one page of a network; the next page goes back to the same queue.</summary>
    [Function("PriceRefresh")]
    [QueueOutput(QueueNames.PriceRefresh)]
    public Task<string[]> PriceRefreshAsync([QueueTrigger(QueueNames.PriceRefresh)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(priceRefresh, message.Body.ToString(), message.MessageId, cancellationToken);

    [Function("ScheduleShard")]
    public Task ScheduleShardAsync([QueueTrigger(QueueNames.ScheduleShards)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(schedule, message.Body.ToString(), message.MessageId, cancellationToken, message.DequeueCount);

    [Function("RemoveWallet")]
    public Task RemoveWalletAsync([QueueTrigger(QueueNames.WalletDeletions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(deletion, message.Body.ToString(), message.MessageId, cancellationToken);
}

/// <summary>What a fetched wallet sends.</summary>
public sealed class ExtractResult
{
    /// <summary>The chunks of its positions.</summary>
    [QueueOutput(QueueNames.SyncAssets)]
    public required string[] Chunks { get; init; }

    /// <summary>The first page of its transactions, where they are wanted.</summary>
    [QueueOutput(QueueNames.SyncTransactions)]
    public required string[] Transactions { get; init; }

    public static ExtractResult Of(PhaseOutput output) => new() { Chunks = output.Next, Transactions = output.Transactions };
}
