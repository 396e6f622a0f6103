using AssetFunctions.Cosmos.Documents;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>Makes batches depend on the state of their wallet.</summary>
static class StateGuard
{
    /// <summary>Lets a batch fail unless the state is there and a condition holds for it. The patch sets what is there already.</summary>
    /// <param name="condition">One of <see cref="WalletConditions"/>.</param>
    public static TransactionalBatch RequireState(this TransactionalBatch batch, string condition) => batch.PatchItem(
        WalletDocumentIds.State,
        [PatchOperation.Set("/type", WalletDocumentTypes.State)],
        new TransactionalBatchPatchItemRequestOptions { EnableContentResponseOnWrite = false, FilterPredicate = WalletConditions.Where(condition) });
}
