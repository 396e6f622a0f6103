using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletStore
{
    public Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken) =>
        commit.Basis is { } basis && !WriteRules.MayStore(basis, commit.Run)
            ? Task.FromResult<WalletState?>(null)
            : calls.RunAsync($"storing positions of {commit.Run.Wallet}", token => CommitAllAsync(commit, token), cancellationToken);

    async Task<WalletState?> CommitAllAsync(ChunkCommit commit, CancellationToken cancellationToken)
    {
        var batches = CommitPlan.Cut(commit);
        commit = commit.WithMore(new DatabaseUsage(batches.Count - 1, 0));
        var version = commit.Basis?.Version;
        WalletState? state = null;
        for (var i = 0; i < batches.Count; i++)
        {
            var isFirst = i == 0;
            var isLast = i == batches.Count - 1;
            state = await CommitBatchAsync(commit, batches[i], batch => AddGuard(batch, commit, isFirst, isLast, version), isLast, cancellationToken);
            if (state is null)
            {
                return null;
            }

            version = state.Version;
        }

        return state;
    }

    async Task<WalletState?> CommitBatchAsync(
        ChunkCommit commit, List<PositionWrite> writes, Action<TransactionalBatch> addGuard, bool isLast, CancellationToken cancellationToken)
    {
        // The guard is the first operation, so that an outdated batch fails because of it and not because of a position.
        const int guardOperation = 0;
        const int firstWrite = 1;
        for (var round = 0; round < CosmosDefaults.MaxIdleRounds; round++)
        {
            var batch = container.CreateTransactionalBatch(new PartitionKey(commit.Run.Wallet));
            addGuard(batch);
            AddWrites(batch, writes);
            if (isLast && commit.Finish is { } finish)
            {
                AddFinish(batch, commit.Run, finish);
            }

            using var response = await batch.ExecuteAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var guard = response.GetOperationResultAtIndex<WalletDocument>(guardOperation);
                return WalletMapper.ToState(guard.Resource, guard.ETag);
            }

            var failed = response.FailedOperation();
            if (failed == guardOperation && IsGuardStatus(response.StatusCode))
            {
                return null;
            }

            var write = failed >= firstWrite && failed <= writes.Count ? writes[failed - firstWrite] : default;
            if (response.StatusCode != HttpStatusCode.NotFound || write is not { Id: not null, Document: null })
            {
                throw StoreCalls.FailureOf(response);
            }

            writes.Remove(write);
        }

        // So many positions are gone already that the caller's read is out of date.
        return null;
    }

    static void AddGuard(TransactionalBatch batch, ChunkCommit commit, bool isFirst, bool isLast, string? version)
    {
        if (isFirst && commit.Basis is null)
        {
            var finish = isLast ? commit.Finish : null;
            var document = new WalletDocument
            {
                Wallet = commit.Run.Wallet,
                Run = WalletMapper.ToDocument(commit.Run),
                Marks = isLast ? MarksOf(commit.Mark) : [],
                Finish = finish is null ? null : WalletMapper.ToDocument(commit.Run, finish),
                ChangedMs = finish is null ? null : WalletMapper.ChangedMsOf(commit.Run, finish),
                WholeMs = finish is null ? null : WalletMapper.WholeMsOf(commit.Run, finish),
            };
            var bytes = JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.WalletDocument);
            batch.CreateItemStream(new MemoryStream(bytes), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = true });
            return;
        }

        var options = new TransactionalBatchPatchItemRequestOptions { EnableContentResponseOnWrite = true };
        var isNewLayout = commit.Basis?.Run?.Layout != commit.Run.Layout;
        if (commit.Finish is not null || (isFirst && isNewLayout))
        {
            options.IfMatchEtag = version;
        }
        else
        {
            options.FilterPredicate = isFirst
                ? WalletConditions.Where(
                    WalletConditions.Open(commit.Run), WalletConditions.MarkUnchanged(commit.Mark.Index, BasisMarkOf(commit)))
                : WalletConditions.Where(
                    WalletConditions.OpenAndCurrent(commit.Run), WalletConditions.MarkUnchanged(commit.Mark.Index, basis: null));
        }

        batch.PatchItem(WalletDocumentIds.State, [.. GuardOperations(commit, isFirst, isLast, isNewLayout)], options);
    }

    static IEnumerable<PatchOperation> GuardOperations(ChunkCommit commit, bool isFirst, bool isLast, bool isNewLayout)
    {
        yield return SetRun(commit.Run);
        if (isFirst && isNewLayout)
        {
            yield return PatchOperation.Set("/marks", isLast ? MarksOf(commit.Mark) : []);
        }
        else if (isLast)
        {
            yield return SetMark(commit.Mark);
        }
        else if (isFirst && BasisMarkOf(commit) is not null)
        {
            // Until the last batch, the range matches neither the old mark nor the new one.
            yield return PatchOperation.Remove($"/marks/{WalletMapper.MarkKey(commit.Mark.Index)}");
        }

        if (isLast && commit.Finish is { } finish)
        {
            foreach (var operation in SetFinish(commit.Run, finish))
            {
                yield return operation;
            }
        }
    }

    static void AddWrites(TransactionalBatch batch, List<PositionWrite> writes)
    {
        foreach (var write in writes)
        {
            if (write.Document is null)
            {
                batch.DeleteItem(write.Id);
            }
            else
            {
                batch.UpsertItemStream(new MemoryStream(write.Document), NoContent);
            }
        }
    }

    static ChunkMark? BasisMarkOf(ChunkCommit commit) => commit.Basis?.Marks.GetValueOrDefault(commit.Mark.Index);

    static Dictionary<string, MarkDocument> MarksOf(ChunkMark mark) => new() { [WalletMapper.MarkKey(mark.Index)] = WalletMapper.ToDocument(mark) };

    static bool IsGuardStatus(HttpStatusCode status) =>
        status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound;
}
