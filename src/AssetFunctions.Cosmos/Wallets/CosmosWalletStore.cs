using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Positions and sync progress in container <see cref="ContainerDefinitions.Wallets"/>, one partition per wallet.</summary>
sealed partial class CosmosWalletStore(Container container, StoreCalls calls) : IWalletStore
{
    static readonly TransactionalBatchItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };

    public Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, CancellationToken cancellationToken) =>
        calls.RunAsync($"confirming a chunk of {run.Wallet}", token => ConfirmAsync(run, mark, token), cancellationToken);

    public Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading run {runId} of {wallet}", token => FindAsync(wallet, runId, token), cancellationToken);

    async Task<WalletState?> ConfirmAsync(SyncRun run, ChunkMark mark, CancellationToken cancellationToken)
    {
        var options = new PatchItemRequestOptions
        {
            EnableContentResponseOnWrite = true,
            FilterPredicate = WalletConditions.Where(WalletConditions.Open(run), WalletConditions.HasDigest(mark)),
        };
        using var response = await container.PatchItemStreamAsync(
            WalletDocumentIds.State, new PartitionKey(run.Wallet), [SetRun(run), SetMark(mark)], options, cancellationToken);
        if (response.StatusCode == HttpStatusCode.PreconditionFailed || StoreCalls.IsMissing(response))
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        var document = JsonSerializer.Deserialize(response.Content, CosmosJson.Default.WalletDocument)!;
        return WalletMapper.ToState(document, response.Headers.ETag);
    }

    async Task<RunRecord?> FindAsync(string wallet, string runId, CancellationToken cancellationToken)
    {
        var document = await container.FindAsync(
            WalletDocumentIds.Run(runId), new PartitionKey(wallet), CosmosJson.Default.SyncDocument, cancellationToken);
        return document?.RunId == runId ? WalletMapper.ToRecord(document) : null;
    }

    static PatchOperation SetRun(SyncRun run) => PatchOperation.Set("/run", WalletMapper.ToDocument(run));

    static PatchOperation SetMark(ChunkMark mark) => PatchOperation.Set($"/marks/{WalletMapper.MarkKey(mark.Index)}", WalletMapper.ToDocument(mark));
}
