using System.Net;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Wallets.Pages;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletStore
{
    // The guard is the first operation, so that an outdated batch fails because of it and not because of a position.
    const int GuardOperation = 0;

    public Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken) =>
        commit.Basis is { } basis && !WriteRules.MayStore(basis, commit.Run)
            ? Task.FromResult<WalletState?>(null)
            : calls.RunAsync($"storing positions of {commit.Run.Wallet}", token => CommitCoreAsync(commit, token), cancellationToken);

    async Task<WalletState?> CommitCoreAsync(ChunkCommit commit, CancellationToken cancellationToken)
    {
        // A wallet that turns out to be known after all makes the creation of its state fail.
        var stored = commit.Basis is null ? new StoredRange(commit.Mark.Range, Document: null, [])
            : commit.Range as StoredRange ?? await ReadAsync(commit.Run.Wallet, commit.Mark.Range, [], cancellationToken);
        if (commit.Basis is null != stored.Document is null)
        {
            return null;
        }

        commit = commit.Finish is null ? commit : commit.WithMore(ReadsOf(commit.Run, commit.Basis?.LastFinish));
        var wasPaged = stored.Document?.IsPaged ?? false;
        if (!wasPaged && layout == WriteLayout.Documents)
        {
            return await CommitDocumentsAsync(commit, stored, cancellationToken);
        }

        var plan = PagePlan.Of(commit, stored);
        return !stored.IsInDocuments || PageBatch.Fits(plan, commit.Run.Wallet)
            ? await CommitPagesAsync(commit, stored, plan, cancellationToken)
            : await CommitDocumentsAsync(commit, stored, cancellationToken);
    }

    async Task<WalletState?> CommitPagesAsync(ChunkCommit commit, StoredRange stored, PagePlan plan, CancellationToken cancellationToken)
    {
        var wallet = commit.Run.Wallet;
        var documents = stored.IsInDocuments ? stored.Pages[0].Rows.Select(row => row.Position.Id).ToList() : [];
        var batch = container.CreateTransactionalBatch(new PartitionKey(wallet));
        var changesAll = plan.ChangesOtherRanges(commit, stored);
        AddGuard(batch, commit, new GuardForm(WriteLayout.Pages, changesAll ? plan.Ranges : null, plan.Ranges[commit.Mark.Range.From])
        {
            IfMatch = commit.DependsOnWholeState || changesAll ? commit.Basis?.Version : null,
            DropsMarks = stored.Document?.Marks is not null && changesAll,
        });
        var operations = 1 + PageBatch.Add(batch, plan, wallet);
        if (commit.Finish is { } finish)
        {
            operations += AddFinish(batch, commit.Run, finish, WriteLayout.Pages);
            operations += await AddDayBeforeAsync(batch, commit.Run, commit.Basis?.LastFinish, cancellationToken);
        }

        var removed = Math.Min(documents.Count, CosmosDefaults.BatchOperations - operations);
        documents[..removed].ForEach(id => batch.DeleteItem(id));
        using var response = await batch.ExecuteAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            // Somebody else has changed the state or a page, or removed a document.
            return IsGuardStatus(response.StatusCode) && !response.IsRejectedWhole() ? null : throw StoreCalls.FailureOf(response);
        }

        await RemoveDocumentsAsync(wallet, documents[removed..], cancellationToken);
        var guard = response.GetOperationResultAtIndex<WalletDocument>(GuardOperation);
        return With(WalletMapper.ToState(guard.Resource, guard.ETag), commit.Mark);
    }

    // Positions that are in pages now. Nothing reads their documents anymore, so what a crash leaves of them does no harm.
    async Task RemoveDocumentsAsync(string wallet, List<string> ids, CancellationToken cancellationToken)
    {
        foreach (var some in ids.Chunk(CosmosDefaults.BatchOperations))
        {
            var batch = container.CreateTransactionalBatch(new PartitionKey(wallet));
            foreach (var id in some)
            {
                batch.DeleteItem(id);
            }

            using var response = await batch.ExecuteAsync(cancellationToken);
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
            {
                return;
            }
        }
    }

    static bool IsGuardStatus(HttpStatusCode status) =>
        status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound;
}
