using System.Net;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Wallets;

sealed partial class CosmosWalletDirectory
{
    const string RestQuery = $"SELECT c.id FROM c WHERE c.id != \"{WalletDocumentIds.State}\"";

    public Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
        calls.RunAsync($"closing {wallet}", token => CloseCoreAsync(wallet, at, token), cancellationToken);

    public Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
        calls.RunAsync($"removing {wallet}", token => RemoveCoreAsync(wallet, at, token), cancellationToken);

    async Task<WalletState?> CloseCoreAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var deletion = new DeletionDocument(at.ToUnixTimeMilliseconds(), Removed: 0, DoneMs: null);
        var closed = await TryPatchAsync(
            wallet, WalletConditions.NotClosed, [PatchOperation.Set("/deletion", deletion), SetDue(at + RegistrationDefaults.RemovalLate)], cancellationToken);
        return closed ?? WalletMapper.ToState(await container.FindStateAsync(wallet, cancellationToken));
    }

    async Task<WalletDeletion?> RemoveCoreAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var rest = await ReadRestAsync(wallet, cancellationToken);
        return rest.Count == 0
            ? await WriteTombstoneAsync(wallet, at, cancellationToken)
            : await RemoveAsync(wallet, rest, cancellationToken);
    }

    async Task<List<string>> ReadRestAsync(string wallet, CancellationToken cancellationToken)
    {
        var options = new QueryRequestOptions { PartitionKey = new PartitionKey(wallet), MaxItemCount = CosmosDefaults.RemovalsPerBatch, MaxConcurrency = 1 };
        using var feed = container.GetItemQueryIterator<IdRow>(new QueryDefinition(RestQuery), requestOptions: options);
        var rest = new List<string>();

        // A page may be empty even though there are more.
        while (rest.Count == 0 && feed.HasMoreResults)
        {
            rest.AddRange((await feed.ReadNextAsync(cancellationToken)).Select(row => row.Id));
        }

        return rest;
    }

    async Task<WalletDeletion?> RemoveAsync(string wallet, List<string> ids, CancellationToken cancellationToken)
    {
        const int guardOperation = 0;
        const int firstRemoval = 1;

        // Each further round drops one document that has expired or was removed by another delivery since it was read.
        while (ids.Count > 0)
        {
            var options = new TransactionalBatchPatchItemRequestOptions
            {
                EnableContentResponseOnWrite = true,
                FilterPredicate = WalletConditions.Where(WalletConditions.Closing),
            };
            var batch = container.CreateTransactionalBatch(new PartitionKey(wallet))
                .PatchItem(WalletDocumentIds.State, [PatchOperation.Increment("/deletion/removed", ids.Count)], options);
            ids.ForEach(id => batch.DeleteItem(id));
            using var response = await batch.ExecuteAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return DeletionOf(response.GetOperationResultAtIndex<WalletDocument>(guardOperation).Resource);
            }

            var failed = response.FailedOperation();
            if (failed == guardOperation && response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound && !response.IsRejectedWhole())
            {
                return await FindDeletionAsync(wallet, cancellationToken);
            }

            if (failed < firstRemoval || response.StatusCode != HttpStatusCode.NotFound)
            {
                throw StoreCalls.FailureOf(response);
            }

            ids.RemoveAt(failed - firstRemoval);
        }

        return await FindDeletionAsync(wallet, cancellationToken);
    }

    // Nothing else is left. A tombstone replaces the state until no message of the wallet can be in flight anymore.
    async Task<WalletDeletion?> WriteTombstoneAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var round = 0; round < CosmosDefaults.MaxIdleRounds; round++)
        {
            var document = await container.FindStateAsync(wallet, cancellationToken);
            if (document?.Deletion is not { } deletion || deletion.DoneMs is not null)
            {
                return DeletionOf(document);
            }

            var tombstone = new WalletDocument
            {
                Wallet = wallet,
                Deletion = deletion with { DoneMs = at.ToUnixTimeMilliseconds() },
                Ttl = RegistrationDefaults.RememberDeletedSeconds,
            };
            if (await TryReplaceAsync(tombstone, document.Version!, cancellationToken) is { } stored)
            {
                return stored.Deletion;
            }
        }

        throw new TransientStoreException($"The state of {wallet} kept changing while it was removed.");
    }

    async Task<WalletDeletion?> FindDeletionAsync(string wallet, CancellationToken cancellationToken) =>
        DeletionOf(await container.FindStateAsync(wallet, cancellationToken));

    static WalletDeletion? DeletionOf(WalletDocument? document) => document?.Deletion is { } deletion ? WalletMapper.ToDeletion(deletion) : null;
}
