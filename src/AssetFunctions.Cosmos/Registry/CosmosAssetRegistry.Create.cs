using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Registry;

sealed partial class CosmosAssetRegistry
{
    static readonly TransactionalBatchItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };

    public async Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        RequireBatch(network, [.. assets.Select(asset => asset.Key)], nameof(assets));
        var results = new Dictionary<AssetKey, AssetWrite>(assets.Count);
        var pending = new List<Asset>(assets.Count);
        foreach (var asset in assets)
        {
            if (RefusalOf(asset.Key) is { } reason)
            {
                results[asset.Key] = new AssetWrite(asset.Key, AssetWriteStatus.Refused, null, reason);
            }
            else
            {
                pending.Add(asset);
            }
        }

        if (pending.Count > 0)
        {
            await calls.RunAsync(
                $"creating {pending.Count} assets of {network}",
                async token =>
                {
                    await CreateAllAsync(network, pending, results, token);
                    return true;
                },
                cancellationToken);
        }

        return [.. assets.Select(asset => results[asset.Key])];
    }

    async Task CreateAllAsync(string network, List<Asset> pending, Dictionary<AssetKey, AssetWrite> results, CancellationToken cancellationToken)
    {
        for (var idleRounds = 0; pending.Count > 0 && idleRounds < CosmosDefaults.MaxIdleRounds;)
        {
            // The price refresh finds the networks of held assets by their directories.
            var needsHead = layout == WriteLayout.Pages && pending.Exists(asset => asset.HeldAt is not null);
            var mayCreateHead = needsHead && !pages.IsKnown(network) && pending.Count < CosmosDefaults.BatchOperations;
            using var response = mayCreateHead
                ? await pages.OneAtATimeAsync(() => CreateWithHeadAsync(network, pending, cancellationToken), cancellationToken)
                : await CreateBatchAsync(network, pending, withHead: false, cancellationToken);
            if (mayCreateHead && !response.IsSuccessStatusCode && response.FailedOperation() == pending.Count && response.StatusCode == HttpStatusCode.Conflict)
            {
                await pages.ReadHeadAsync(network, cancellationToken);
                continue;
            }

            if (response.IsSuccessStatusCode)
            {
                if (needsHead)
                {
                    await pages.EnsureHeadAsync(network, cancellationToken);
                }

                Settle(pending, results, _ => true, asset => new AssetWrite(asset.Key, AssetWriteStatus.Created, asset));
                return;
            }

            if (response.IsRejectedWhole())
            {
                await CreateHalvesAsync(network, pending, results, response, cancellationToken);
                return;
            }

            var failed = pending[response.FailedOperation()];
            var before = pending.Count;
            if (response.StatusCode == HttpStatusCode.Conflict)
            {
                var stored = await StoredAsync(network, pending.Select(asset => asset.Key), cancellationToken);
                stored = (await pages.WithCurrentPricesAsync([.. stored.Values], cancellationToken)).ToDictionary(asset => asset.Key);
                Settle(pending, results, asset => stored.ContainsKey(asset.Key), asset => new AssetWrite(asset.Key, AssetWriteStatus.Found, stored[asset.Key]));
            }
            else if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            {
                var reason = $"The database rejects the asset ({(int)response.StatusCode}).";
                Settle(pending, results, asset => asset.Key == failed.Key, asset => new AssetWrite(asset.Key, AssetWriteStatus.Refused, null, reason));
            }
            else
            {
                throw StoreCalls.FailureOf(response);
            }

            idleRounds = pending.Count < before ? 0 : idleRounds + 1;
        }

        if (pending.Count > 0)
        {
            throw new TransientStoreException($"Assets of {network} are being created and removed concurrently.");
        }
    }

    // Batches of one wallet's new assets come together, and only the first has to bring the directory.
    async Task<TransactionalBatchResponse> CreateWithHeadAsync(string network, List<Asset> pending, CancellationToken cancellationToken)
    {
        var withHead = !pages.IsKnown(network);
        var response = await CreateBatchAsync(network, pending, withHead, cancellationToken);
        if (withHead && response.IsSuccessStatusCode)
        {
            pages.Remember(network, PricePageStore.NewHead(network) with { ETag = response[pending.Count].ETag });
        }

        return response;
    }

    // A smaller batch helps only against the size limit; any other rejection is final.
    async Task CreateHalvesAsync(
        string network, List<Asset> pending, Dictionary<AssetKey, AssetWrite> results, TransactionalBatchResponse response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.RequestEntityTooLarge)
        {
            throw StoreCalls.FailureOf(response);
        }

        var half = pending.Count / 2;
        await CreateAllAsync(network, pending[..half], results, cancellationToken);
        await CreateAllAsync(network, pending[half..], results, cancellationToken);
    }

    Task<TransactionalBatchResponse> CreateBatchAsync(string network, List<Asset> assets, bool withHead, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(network));
        foreach (var asset in assets)
        {
            var document = JsonSerializer.SerializeToUtf8Bytes(AssetMapper.ToDocument(asset), CosmosJson.Default.AssetDocument);
            batch.CreateItemStream(new MemoryStream(document), NoContent);
        }

        if (withHead)
        {
            batch.CreateItemStream(new MemoryStream(PricePageStore.Serialize(PricePageStore.NewHead(network))), NoContent);
        }

        return batch.ExecuteAsync(cancellationToken);
    }

    static void Settle(List<Asset> pending, Dictionary<AssetKey, AssetWrite> results, Func<Asset, bool> isSettled, Func<Asset, AssetWrite> outcome)
    {
        foreach (var asset in pending.Where(isSettled))
        {
            results[asset.Key] = outcome(asset);
        }

        pending.RemoveAll(asset => results.ContainsKey(asset.Key));
    }
}
