using System.Net;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Registry;

/// <summary>Market data in the documents of assets, container <see cref="ContainerDefinitions.Registry"/>.</summary>
sealed class CosmosMarketDataStore(Container container, StoreCalls calls) : IMarketDataStore
{
    const string DueText = $"""
        SELECT {CosmosAssetRegistry.Members} FROM c
        WHERE c.heldAt >= @heldSince AND IS_DEFINED(c.groupId) AND (NOT IS_DEFINED(c.market) OR c.market.checkedMs <= @checkedBefore)
        """;

    public Task<MarketDataPage> ListDueAsync(MarketDataQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, CosmosDefaults.PageSize, nameof(query));
        return calls.RunAsync("listing assets for market data", token => ListDueCoreAsync(query, token), cancellationToken);
    }

    public Task<IReadOnlyList<AssetWrite>> UpdateAsync(string network, IReadOnlyList<MarketDataUpdate> updates, CancellationToken cancellationToken)
    {
        CosmosAssetRegistry.RequireBatch(network, [.. updates.Select(update => update.Candidate.Asset.Key)], nameof(updates));
        return calls.RunAsync($"storing market data of {updates.Count} assets of {network}", token => UpdateCoreAsync(network, updates, token), cancellationToken);
    }

    async Task<MarketDataPage> ListDueCoreAsync(MarketDataQuery query, CancellationToken cancellationToken)
    {
        var text = new QueryDefinition(DueText)
            .WithParameter("@heldSince", UtcTextConverter.TextOf(query.HeldSince))
            .WithParameter("@checkedBefore", query.CheckedBefore.ToUnixTimeMilliseconds());
        using var results = container.QueryFrom<AssetDocument>(text, query.Continuation, query.PageSize);
        var page = await results.ReadPageAsync(query.Continuation, cancellationToken);
        return new MarketDataPage([.. page.Select(CandidateOf)], page.ContinuationToken);
    }

    static MarketDataCandidate CandidateOf(AssetDocument document) => new(
        AssetMapper.ToAsset(document), document.Market is { } market ? DateTimeOffset.FromUnixTimeMilliseconds(market.CheckedMs) : null);

    // One batch, and only if another writer was first, one request per asset.
    async Task<IReadOnlyList<AssetWrite>> UpdateCoreAsync(string network, IReadOnlyList<MarketDataUpdate> updates, CancellationToken cancellationToken)
    {
        var newer = updates.Where(update => update.CheckedAt > (update.Candidate.CheckedAt ?? DateTimeOffset.MinValue)).ToList();
        var isStored = newer.Count > 0 && await TryUpdateAllAsync(network, newer, cancellationToken);
        var results = new Dictionary<AssetKey, AssetWriteStatus>();
        foreach (var update in newer)
        {
            results[update.Candidate.Asset.Key] = isStored ? AssetWriteStatus.Updated : await UpdateOneAsync(network, update, cancellationToken);
        }

        return [.. updates.Select(update => WriteOf(update, results.GetValueOrDefault(update.Candidate.Asset.Key, AssetWriteStatus.Fresh)))];
    }

    /// <returns>False if an asset is missing or was changed; then nothing is stored.</returns>
    async Task<bool> TryUpdateAllAsync(string network, List<MarketDataUpdate> updates, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(network));
        foreach (var update in updates)
        {
            var options = new TransactionalBatchPatchItemRequestOptions { FilterPredicate = Condition(update), EnableContentResponseOnWrite = false };
            batch.PatchItem(IdOf(update), [.. Operations(update)], options);
        }

        using var response = await batch.ExecuteAsync(cancellationToken);
        return response.IsSuccessStatusCode
            || (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound ? false : throw StoreCalls.FailureOf(response));
    }

    async Task<AssetWriteStatus> UpdateOneAsync(string network, MarketDataUpdate update, CancellationToken cancellationToken)
    {
        var options = new PatchItemRequestOptions { FilterPredicate = Condition(update), EnableContentResponseOnWrite = false };
        using var response = await container.PatchItemStreamAsync(IdOf(update), new PartitionKey(network), [.. Operations(update)], options, cancellationToken);
        if (StoreCalls.IsMissing(response))
        {
            return AssetWriteStatus.Missing;
        }

        if (response.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return AssetWriteStatus.Fresh;
        }

        response.EnsureSuccessStatusCode();
        return AssetWriteStatus.Updated;
    }

    static IEnumerable<PatchOperation> Operations(MarketDataUpdate update)
    {
        yield return PatchOperation.Set("/market", AssetMapper.ToDocument(update.Updated.Market, update.CheckedAt));
        if (update.Website is { } website)
        {
            yield return PatchOperation.Set("/website", website);
        }
    }

    static string Condition(MarketDataUpdate update) => update.Candidate.CheckedAt is { } checkedAt
        ? $"FROM c WHERE c.market.checkedMs = {SqlLiteral.Of(checkedAt)}"
        : "FROM c WHERE NOT IS_DEFINED(c.market)";

    static string IdOf(MarketDataUpdate update) => DocumentId.Encode(update.Candidate.Asset.Key.ContractAddress);

    static AssetWrite WriteOf(MarketDataUpdate update, AssetWriteStatus status) =>
        new(update.Candidate.Asset.Key, status, status == AssetWriteStatus.Updated ? update.Updated : null);
}
