using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Wallets;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Transactions;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Transactions;

/// <summary>Transactions in container <see cref="ContainerDefinitions.Wallets"/>, in the partition of their wallet.</summary>
sealed class CosmosTransactionStore(Container container, StoreCalls calls) : ITransactionStore
{
    // Conditions are the first operations, so that an outdated batch fails because of them and not because of a transaction.
    const int HistoryOperation = 0;
    const int StateOperation = 1;

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
            var history = (i == batches.Count - 1 ? commit.Next : commit.Opened) with { Stored = batches[i].Stored };
            version = version is null
                ? await CreateAsync(commit.Wallet, batches[i], history, cancellationToken)
                : await ReplaceAsync(commit.Wallet, batches[i], history, version, cancellationToken);
            if (version is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>The version of the history after the batch, or null when another page was committed before.</returns>
    async Task<string?> ReplaceAsync(
        string wallet, TransactionBatch writes, TransactionHistory history, string version, CancellationToken cancellationToken)
    {
        var options = new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false, IfMatchEtag = version };
        var batch = container.CreateTransactionalBatch(new PartitionKey(wallet))
            .ReplaceItemStream(WalletDocumentIds.Transactions, ContentOf(wallet, history), options);
        AddWrites(batch, writes);
        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.IsSuccessStatusCode ? response[HistoryOperation].ETag
            : response.FailedOperation() == HistoryOperation && IsOutOfDate(response.StatusCode) ? null
            : throw StoreCalls.FailureOf(response);
    }

    /// <summary>
    /// Starts a history. The wallet may have been deleted since its page was fetched, which no history version would show, so the batch also checks
    /// the wallet's state.
    /// </summary>
    /// <returns>The version of the history after the batch, or null when another page was committed before or the wallet was deleted.</returns>
    async Task<string?> CreateAsync(string wallet, TransactionBatch writes, TransactionHistory history, CancellationToken cancellationToken)
    {
        var condition = history.Backfill is { } backfill ? WalletConditions.Alive(backfill.StartedAt) : WalletConditions.NotClosed;
        var isKnown = true;
        for (var round = 0; round < CosmosDefaults.MaxIdleRounds; round++)
        {
            var batch = container.CreateTransactionalBatch(new PartitionKey(wallet)).CreateItemStream(ContentOf(wallet, history), NoContent);
            _ = isKnown
                ? batch.RequireState(condition)
                : batch.CreateItemStream(NewStateOf(wallet), NoContent);
            AddWrites(batch, writes);
            using var response = await batch.ExecuteAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response[HistoryOperation].ETag;
            }

            var failed = response.FailedOperation();
            if (failed != StateOperation || response.StatusCode != (isKnown ? HttpStatusCode.NotFound : HttpStatusCode.Conflict))
            {
                return failed <= StateOperation && IsOutOfDate(response.StatusCode) ? null : throw StoreCalls.FailureOf(response);
            }

            isKnown = !isKnown;
        }

        throw new TransientStoreException($"The state of {wallet} is being created and removed concurrently.");
    }

    static void AddWrites(TransactionalBatch batch, TransactionBatch writes)
    {
        foreach (var document in writes.Documents)
        {
            batch.UpsertItemStream(new MemoryStream(document), NoContent);
        }

        foreach (var id in writes.Drops)
        {
            batch.PatchItem(
                id, [PatchOperation.Set("/status", TransactionStatuses.Dropped), PatchOperation.Set("/fp", string.Empty)], NoContentOfPatch);
        }
    }

    // Another delivery started or continued the history, or the wallet was removed.
    static bool IsOutOfDate(HttpStatusCode status) => status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound;

    static MemoryStream ContentOf(string wallet, TransactionHistory history) =>
        new(JsonSerializer.SerializeToUtf8Bytes(TransactionMapper.ToDocument(wallet, history), CosmosJson.Default.HistoryDocument));

    static MemoryStream NewStateOf(string wallet) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new WalletDocument { Wallet = wallet, Ranges = [] }, CosmosJson.Default.WalletDocument));
}
