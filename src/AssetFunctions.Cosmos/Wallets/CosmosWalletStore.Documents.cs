using System.Net;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Wallets.Pages;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Commits of wallets whose positions are documents.</summary>
sealed partial class CosmosWalletStore
{
    async Task<WalletState?> CommitDocumentsAsync(ChunkCommit commit, StoredRange stored, CancellationToken cancellationToken)
    {
        var batches = CommitPlan.Cut(commit);
        commit = commit.WithMore(new DatabaseUsage(batches.Count - 1, 0));
        var version = commit.Basis?.Version;
        var changesAll = stored.Document is not { HasRanges: true } || stored.State!.Marks.Moves(commit.Mark.Range);
        WalletState? state = null;
        for (var i = 0; i < batches.Count; i++)
        {
            var (isFirst, isLast) = (i == 0, i == batches.Count - 1);
            var form = FormOf(commit, stored, isFirst && changesAll, isLast) with
            {
                IfMatch = commit.Finish is not null || (isFirst && (changesAll || commit.DependsOnWholeState)) ? version : null,
                DropsMarks = isFirst && changesAll && stored.Document?.Marks is not null,
                IsFirst = isFirst,
                IsLast = isLast,
            };
            state = await CommitBatchAsync(commit, batches[i], form, cancellationToken);
            if (state is null)
            {
                return null;
            }

            version = state.Version;
        }

        return state;
    }

    static GuardForm FormOf(ChunkCommit commit, StoredRange stored, bool changesAll, bool isLast)
    {
        var own = isLast ? WalletMapper.ToDocument(commit.Mark, pages: null) : null;
        if (!changesAll)
        {
            return new GuardForm(WriteLayout.Documents, All: null, own);
        }

        var ranges = (stored.State?.Marks ?? ChunkMarks.None).With(commit.Mark)
            .Where(entry => isLast || entry.Value != commit.Mark)
            .ToDictionary(entry => entry.Key, entry => WalletMapper.ToDocument(entry.Value, pages: null), StringComparer.Ordinal);
        return new GuardForm(WriteLayout.Documents, ranges, own);
    }

    async Task<WalletState?> CommitBatchAsync(ChunkCommit commit, List<PositionWrite> writes, GuardForm form, CancellationToken cancellationToken)
    {
        const int firstWrite = 1;
        for (var round = 0; round < CosmosDefaults.MaxIdleRounds; round++)
        {
            var batch = container.CreateTransactionalBatch(new PartitionKey(commit.Run.Wallet));
            AddGuard(batch, commit, form);
            AddWrites(batch, writes);
            if (form.IsLast && commit.Finish is { } finish)
            {
                AddFinish(batch, commit.Run, finish, WriteLayout.Documents);
                await AddDayBeforeAsync(batch, commit.Run, commit.Basis?.LastFinish, cancellationToken);
            }

            using var response = await batch.ExecuteAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var guard = response.GetOperationResultAtIndex<WalletDocument>(GuardOperation);
                return WalletMapper.ToState(guard.Resource, guard.ETag);
            }

            var failed = response.FailedOperation();
            if (failed == GuardOperation && IsGuardStatus(response.StatusCode))
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
}
