using System.Text.Json;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Cosmos.Transactions;

/// <summary>Writes of one transactional batch, besides the state of the history.</summary>
/// <param name="Documents">Transactions to store.</param>
/// <param name="Drops">Ids of transactions to mark as dropped.</param>
sealed record TransactionBatch(List<byte[]> Documents, List<string> Drops)
{
    public int Operations => Documents.Count + Drops.Count;

    /// <summary>Number of the wallet's stored transactions after the batch.</summary>
    public int Stored { get; set; }
}

/// <summary>Splits a commit into batches within the limits of the service.</summary>
static class TransactionPlan
{
    /// <returns>At least one batch.</returns>
    public static IReadOnlyList<TransactionBatch> Cut(TransactionCommit commit)
    {
        // The history, and for a new history the wallet's state.
        var conditions = commit.Version is null ? 2 : 1;
        var capacity = CosmosDefaults.BatchOperations - conditions;
        var batches = new List<TransactionBatch> { new([], []) };
        var stored = commit.Opened.Stored;
        var bytes = 0;
        foreach (var write in commit.Writes)
        {
            var document = TransactionMapper.ToDocument(commit.Wallet, commit.Provider, write);
            var content = JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.TransactionDocument);
            Room(content.Length).Documents.Add(content);
            stored += write.IsNew ? 1 : 0;
        }

        foreach (var id in commit.Drops)
        {
            Room(size: 0).Drops.Add(id);
        }

        batches[^1].Stored = stored;
        return batches;

        TransactionBatch Room(int size)
        {
            if (batches[^1].Operations == capacity || (batches[^1].Operations > 0 && bytes + size > CosmosDefaults.BatchBytes))
            {
                batches[^1].Stored = stored;
                batches.Add(new TransactionBatch([], []));
                bytes = 0;
            }

            bytes += size;
            return batches[^1];
        }
    }
}
