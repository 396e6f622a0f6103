using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Registry;

/// <summary>Searches the registry in container <see cref="ContainerDefinitions.Registry"/>.</summary>
/// <param name="pages">The pages with the current prices of held assets.</param>
sealed class CosmosAssetSearch(Container container, PricePageStore pages, StoreCalls calls) : IAssetSearch
{
    const string Select = $"SELECT {CosmosAssetRegistry.Members} FROM c";

    // Only ids of other documents begin so, and the index of ids rules them out.
    const string AssetsOnly = "NOT STARTSWITH(c.id, '$')";

    public Task<AssetPage> SearchAsync(AssetSearchQuery query, CancellationToken cancellationToken) =>
        IsUnstorable(query)
            ? Task.FromResult(new AssetPage([], Continuation: null))
            : calls.RunAsync(
                "searching assets",
                async token =>
                {
                    var page = await SearchCoreAsync(query, token);
                    return page with { Assets = await pages.WithCurrentPricesAsync(page.Assets, token) };
                },
                cancellationToken);

    static bool IsUnstorable(AssetSearchQuery query) =>
        !DocumentId.IsWellFormed(query.Text ?? string.Empty) || !DocumentId.IsWellFormed(query.Network ?? string.Empty);

    async Task<AssetPage> SearchCoreAsync(AssetSearchQuery query, CancellationToken cancellationToken) =>
        query is { IsAddress: true, Network: { Length: > 0 } network }
            ? await FindAsync(AssetIdentity.Canonicalize(network, query.Text), cancellationToken)
            : await QueryAsync(query, cancellationToken);

    async Task<AssetPage> FindAsync(AssetKey key, CancellationToken cancellationToken)
    {
        var document = await container.FindAsync(
            DocumentId.Encode(key.ContractAddress), new PartitionKey(key.Network), CosmosJson.Default.AssetDocument, cancellationToken);
        return new AssetPage(document is null ? [] : [AssetMapper.ToAsset(document)], Continuation: null);
    }

    async Task<AssetPage> QueryAsync(AssetSearchQuery query, CancellationToken cancellationToken)
    {
        PartitionKey? partition = query.Network is { } network ? new PartitionKey(network) : null;
        using var results = container.QueryFrom<AssetDocument>(DefinitionOf(query), query.After, query.PageSize, partition);
        while (results.HasMoreResults)
        {
            var page = await results.ReadPageAsync(query.After, cancellationToken);
            if (page.Count > 0 || page.ContinuationToken is null)
            {
                return new AssetPage([.. page.Select(AssetMapper.ToAsset)], page.ContinuationToken);
            }
        }

        return new AssetPage([], Continuation: null);
    }

    // An address not known to be EVM keeps its case, so one in capitals may match either of two ids.
    static QueryDefinition DefinitionOf(AssetSearchQuery query) =>
        query.Text is not { Length: > 0 } text ? new QueryDefinition($"{Select} WHERE {AssetsOnly}")
        : query.IsAddress ? new QueryDefinition($"{Select} WHERE c.id IN (@id, @folded)")
            .WithParameter("@id", DocumentId.Encode(text))
            .WithParameter("@folded", DocumentId.Encode(text.ToLowerInvariant()))
        : new QueryDefinition($"{Select} WHERE STARTSWITH(c.symbolKey, @text) OR STARTSWITH(c.nameKey, @text)").WithParameter("@text", SearchKey.Of(text));
}
