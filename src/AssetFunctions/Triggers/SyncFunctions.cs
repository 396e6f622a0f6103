using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Extract;
using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Triggers;

/// <summary>The four queue-triggered stages. Bodies are bound raw, so that a malformed message is rejected at once instead of after five attempts.</summary>
public sealed class SyncFunctions(PhaseRunner runner, ExtractPhase extract, AssetsPhase assets, PricesPhase prices, PositionsPhase positions)
{
    [Function("Extract")]
    [QueueOutput(QueueNames.SyncAssets)]
    public Task<string[]> ExtractAsync([QueueTrigger(QueueNames.SyncRequests)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(extract, message.Body.ToString(), message.MessageId, cancellationToken);

    [Function("Assets")]
    [QueueOutput(QueueNames.SyncPrices)]
    public Task<string[]> AssetsAsync([QueueTrigger(QueueNames.SyncAssets)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(assets, message.Body.ToString(), message.MessageId, cancellationToken);

    [Function("Prices")]
    [QueueOutput(QueueNames.SyncPositions)]
    public Task<string[]> PricesAsync([QueueTrigger(QueueNames.SyncPrices)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(prices, message.Body.ToString(), message.MessageId, cancellationToken);

    [Function("Positions")]
    public Task PositionsAsync([QueueTrigger(QueueNames.SyncPositions)] QueueMessage message, CancellationToken cancellationToken) =>
        runner.RunAsync(positions, message.Body.ToString(), message.MessageId, cancellationToken);
}
