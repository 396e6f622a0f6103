using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Access to the state of a wallet.</summary>
static class StateGuard
{
    /// <summary>Reads the state document of a wallet, or null where there is none. One request.</summary>
    public static Task<WalletDocument?> FindStateAsync(this Container container, string wallet, CancellationToken cancellationToken) =>
        container.FindAsync(WalletDocumentIds.State, new PartitionKey(wallet), CosmosJson.Default.WalletDocument, cancellationToken);

    /// <summary>Lets a batch fail unless the state is there and a condition holds for it. The patch sets what is there already.</summary>
    /// <param name="condition">One of <see cref="WalletConditions"/>.</param>
    public static TransactionalBatch RequireState(this TransactionalBatch batch, string condition) => batch.PatchItem(
        WalletDocumentIds.State,
        [PatchOperation.Set("/type", WalletDocumentTypes.State)],
        new TransactionalBatchPatchItemRequestOptions { EnableContentResponseOnWrite = false, FilterPredicate = WalletConditions.Where(condition) });
}
