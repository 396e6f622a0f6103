using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Transactions;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Transactions;

/// <summary>Transactions in container <see cref="ContainerDefinitions.Wallets"/>, in the partition of their wallet.</summary>
sealed class CosmosTransactionStore(Container container, StoreCalls calls) : ITransactionStore
{
    static readonly TransactionalBatchItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };
    static readonly TransactionalBatchPatchItemRequestOptions NoContentOfPatch = new() { EnableContentResponseOnWrite = false };

    public Task<StoredHistory?> FindHistoryAsync(string wallet, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading the history of {wallet}", token => FindAsync(wallet, token), cancellationToken);

    public Task<IReadOnlyList<StoredMark>> ReadMarksAsync(
        string wallet, IReadOnlyCollection<string> ids, MinedWindow? window, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading transactions of {wallet}", token => ReadAsync(wallet, ids, window, token), cancellationToken);

    public Task<bool> CommitAsync(TransactionCommit commit, CancellationToken cancellationToken) =>
        calls.RunAsync($"storing transactions of {commit.Wallet}", token => CommitAllAsync(commit, token), cancellationToken);

    async Task<StoredHistory?> FindAsync(string wallet, CancellationToken cancellationToken)
    {
        var document = await container.FindAsync(
            WalletDocumentIds.Transactions, new PartitionKey(wallet), CosmosJson.Default.HistoryDocument, cancellationToken);
        return document is null ? null : new StoredHistory(TransactionMapper.ToHistory(document), document.Version!);
    }

    async Task<IReadOnlyList<StoredMark>> ReadAsync(
        string wallet, IReadOnlyCollection<string> ids, MinedWindow? window, CancellationToken cancellationToken)
    {
        var pages = await container.QueryPagesAsync<TransactionMarkRow>(TransactionQueries.Marks(ids, window), new PartitionKey(wallet), cancellationToken);
        return [.. pages.SelectMany(page => page).Select(row => new StoredMark(row.Id, row.Fp))];
    }

    async Task<bool> CommitAllAsync(TransactionCommit commit, CancellationToken cancellationToken)
    {
        var batches = TransactionPlan.Cut(commit);
        var version = commit.Version;
        for (var i = 0; i < batches.Count; i++)
        {
            var history = i == batches.Count - 1 ? commit.Next : commit.Opened;
            version = await CommitBatchAsync(commit.Wallet, batches[i], history with { Stored = batches[i].Stored }, version, cancellationToken);
            if (version is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>The version of the history after the batch, or null when another step was committed before.</returns>
    async Task<string?> CommitBatchAsync(
        string wallet, TransactionBatch writes, TransactionHistory history, string? version, CancellationToken cancellationToken)
    {
        // The history comes first, so that a batch that is out of date fails by it and not by a transaction.
        const int historyOperation = 0;
        var batch = container.CreateTransactionalBatch(new PartitionKey(wallet));
        AddHistory(batch, TransactionMapper.ToDocument(wallet, history), version);
        foreach (var document in writes.Documents)
        {
            batch.UpsertItemStream(new MemoryStream(document), NoContent);
        }

        foreach (var id in writes.Drops)
        {
            batch.PatchItem(
                id, [PatchOperation.Set("/status", TransactionStatuses.Dropped), PatchOperation.Set("/fp", string.Empty)], NoContentOfPatch);
        }

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response[historyOperation].ETag;
        }

        // Somebody else began, went on, or removed the wallet meanwhile.
        var isOutOfDate = response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound
            && response.FailedOperation() == historyOperation;
        return isOutOfDate ? null : throw StoreCalls.FaultOf(response);
    }

    static void AddHistory(TransactionalBatch batch, HistoryDocument document, string? version)
    {
        var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.HistoryDocument));
        if (version is null)
        {
            batch.CreateItemStream(content, NoContent);
        }
        else
        {
            var options = new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false, IfMatchEtag = version };
            batch.ReplaceItemStream(document.Id, content, options);
        }
    }
}
