using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Transactions;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Transactions;

/// <summary>Reads transactions from container <see cref="ContainerDefinitions.Wallets"/>. Two requests: the plan of an ordered query, and the query.</summary>
sealed class CosmosTransactionReader(Container container, StoreCalls calls) : ITransactionReader
{
    public Task<TransactionSlice?> ReadAsync(string wallet, TransactionFilter filter, CancellationToken cancellationToken) =>
        calls.RunAsync($"reading transactions of {wallet}", token => ReadPageAsync(wallet, filter, token), cancellationToken);

    async Task<TransactionSlice?> ReadPageAsync(string wallet, TransactionFilter filter, CancellationToken cancellationToken)
    {
        var pages = await container.QueryPagesAsync<JsonElement>(TransactionQueries.Page(filter), new PartitionKey(wallet), cancellationToken);
        var documents = pages.SelectMany(page => page).ToLookup(document => document.GetProperty("type").GetString() == WalletDocumentTypes.Transaction);
        if (documents[false].FirstOrDefault() is not { ValueKind: JsonValueKind.Object } history)
        {
            return null;
        }

        var found = documents[true]
            .Take(filter.PageSize + 1)
            .Select(document => TransactionMapper.ToStored(document.Deserialize(CosmosJson.Default.TransactionDocument)!))
            .ToList();
        var hasMore = found.Count > filter.PageSize;
        var shown = found.Take(filter.PageSize).ToList();
        return new TransactionSlice(
            TransactionMapper.ToHistory(history.Deserialize(CosmosJson.Default.HistoryDocument)!),
            shown,
            hasMore ? new TransactionPlace(shown[^1].Row.MinedAt, shown[^1].Id) : null);
    }
}
