using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Reads and conditions on the state of a wallet.</summary>
static class StateGuard
{
    /// <summary>Reads the state document of a wallet, or null when there is none. One request.</summary>
    public static Task<WalletDocument?> FindStateAsync(this Container container, string wallet, CancellationToken cancellationToken) =>
        container.FindAsync(WalletDocumentIds.State, new PartitionKey(wallet), CosmosJson.Default.WalletDocument, cancellationToken);

    /// <summary>Makes a batch fail unless the state exists and meets a condition. The patch changes nothing.</summary>
    /// <param name="condition">One of <see cref="WalletConditions"/>.</param>
    public static TransactionalBatch RequireState(this TransactionalBatch batch, string condition) => batch.PatchItem(
        WalletDocumentIds.State,
        [PatchOperation.Set("/type", WalletDocumentTypes.State)],
        new TransactionalBatchPatchItemRequestOptions { EnableContentResponseOnWrite = false, FilterPredicate = WalletConditions.Where(condition) });
}
