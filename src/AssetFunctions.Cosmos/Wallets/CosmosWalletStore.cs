using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Positions and sync progress in container <see cref="ContainerDefinitions.Wallets"/>, one partition per wallet.</summary>
/// <param name="layout">Form in which positions of wallets are written that are not yet in pages.</param>
sealed partial class CosmosWalletStore(Container container, StoreCalls calls, WriteLayout layout) : IWalletStore
{
    static readonly TransactionalBatchItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };

    public Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken) =>
        calls.RunAsync($"confirming a chunk of {run.Wallet}", token => ConfirmAsync(run, mark, finish, token), cancellationToken);

    public Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading run {runId} of {wallet}", token => FindAsync(wallet, runId, token), cancellationToken);

    async Task<WalletState?> ConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken)
    {
        const int guardOperation = 0;
        var conditions = new List<string> { WalletConditions.Open(run), WalletConditions.HasDigest(mark) };
        var changes = new List<PatchOperation> { SetRun(run, layout), Set(mark, "fetchedMs", mark.FetchedAt.ToUnixTimeMilliseconds()) };
        if (finish is null)
        {
            changes.Add(Set(mark, "tally", mark.Tally));
        }
        else
        {
            conditions.Add(WalletConditions.HasFinishedOn(run.StartedAt));
            changes.AddRange(SetFinish(run, finish, before: null, layout));
        }

        var options = new TransactionalBatchPatchItemRequestOptions { EnableContentResponseOnWrite = true, FilterPredicate = WalletConditions.Where([.. conditions]) };
        var batch = container.CreateTransactionalBatch(new PartitionKey(run.Wallet)).PatchItem(WalletDocumentIds.State, changes, options);
        if (finish is not null)
        {
            AddFinish(batch, run, finish, layout);
        }

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            var state = response.GetOperationResultAtIndex<WalletDocument>(guardOperation);
            return With(WalletMapper.ToState(state.Resource, state.ETag), mark);
        }

        return response.StatusCode == HttpStatusCode.PreconditionFailed || (response.StatusCode == HttpStatusCode.NotFound && !response.IsRejectedWhole())
            ? null
            : throw StoreCalls.FailureOf(response);
    }

    async Task<RunRecord?> FindAsync(string wallet, string runId, CancellationToken cancellationToken)
    {
        var document = await container.FindAsync(
            WalletDocumentIds.Run(runId), new PartitionKey(wallet), CosmosJson.Default.SyncDocument, cancellationToken);
        return document?.RunId == runId ? WalletMapper.ToRecord(document) : null;
    }

    static PatchOperation SetRun(SyncRun run, WriteLayout form) => PatchOperation.Set("/run", WalletMapper.ToDocument(run, form));

    static PatchOperation Set<T>(ChunkMark mark, string member, T value) => PatchOperation.Set($"/ranges/{mark.Range.From}/{member}", value);

    // The counts of a run's only chunk are stored as those of the run.
    static WalletState With(WalletState state, ChunkMark mark) =>
        state with { Marks = new Dictionary<string, ChunkMark>(state.Marks, StringComparer.Ordinal) { [mark.Range.From] = mark } };
}
