using System.Text.Json;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletStore
{
    // The first operation of a commit: it changes the state, under the condition that the commit's basis still holds.
    static void AddGuard(TransactionalBatch batch, ChunkCommit commit, GuardForm form)
    {
        if (form.IsFirst && commit.Basis is null)
        {
            var finish = form.IsLast ? commit.Finish : null;
            var document = new WalletDocument
            {
                Wallet = commit.Run.Wallet,
                Run = WalletMapper.ToDocument(commit.Run, form.Layout),
                Ranges = form.Own is { } own ? new() { [commit.Mark.Range.From] = own } : [],
                Finish = finish is null ? null : WalletMapper.ToDocument(commit.Run, finish, form.Layout),
                ChangedMs = finish is null ? null : WalletMapper.ChangedMsOf(commit.Run, finish),
                WholeMs = finish is null ? null : WalletMapper.WholeMsOf(commit.Run, finish, before: null, form.Layout),
            };
            var bytes = JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.WalletDocument);
            batch.CreateItemStream(new MemoryStream(bytes), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = true });
            return;
        }

        var options = new TransactionalBatchPatchItemRequestOptions { EnableContentResponseOnWrite = true, IfMatchEtag = form.IfMatch };
        if (form.IfMatch is null)
        {
            options.FilterPredicate = WalletConditions.Where(
                form.IsFirst ? WalletConditions.Open(commit.Run) : WalletConditions.OpenAndCurrent(commit.Run),
                WalletConditions.MarkUnchanged(commit.Mark, form.IsFirst ? commit.Basis?.Marks.GetValueOrDefault(commit.Mark.Range.From) : null));
        }

        batch.PatchItem(WalletDocumentIds.State, [.. GuardOperations(commit, form)], options);
    }

    static IEnumerable<PatchOperation> GuardOperations(ChunkCommit commit, GuardForm form)
    {
        yield return SetRun(commit.Run, form.Layout);
        var path = $"/ranges/{commit.Mark.Range.From}";
        if (form.All is { } all)
        {
            yield return PatchOperation.Set("/ranges", all);
        }
        else if (form.Own is { } own)
        {
            yield return PatchOperation.Set(path, own);
        }
        else if (form.IsFirst && commit.Basis?.Marks.ContainsKey(commit.Mark.Range.From) == true)
        {
            // Until the last batch, the range matches neither the old checkpoint nor the new one.
            yield return PatchOperation.Remove(path);
        }

        if (form.DropsMarks)
        {
            yield return PatchOperation.Remove("/marks");
        }

        if (form.IsLast && commit.Finish is { } finish)
        {
            foreach (var operation in SetFinish(commit.Run, finish, commit.Basis, form.Layout))
            {
                yield return operation;
            }
        }
    }

    /// <summary>What one batch of a commit does to the state.</summary>
    /// <param name="Layout">Form of the run.</param>
    /// <param name="All">All ranges, where those of other chunks change too, or null.</param>
    /// <param name="Own">The chunk's range with its checkpoint; null in a batch before the last.</param>
    readonly record struct GuardForm(WriteLayout Layout, Dictionary<string, RangeDocument>? All, RangeDocument? Own)
    {
        /// <summary>ETag that the state must have, or null where only the chunk's own checkpoint must be unchanged.</summary>
        public string? IfMatch { get; init; }

        /// <summary>Whether checkpoints of a former release are removed.</summary>
        public bool DropsMarks { get; init; }

        public bool IsFirst { get; init; } = true;

        public bool IsLast { get; init; } = true;
    }
}
