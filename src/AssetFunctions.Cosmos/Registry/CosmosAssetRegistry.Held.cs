using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Registry;

sealed partial class CosmosAssetRegistry
{
    /// <summary>All members of a document except the recent prices, which are larger than the rest.</summary>
    internal const string Members = """
        c.id, c.network, c.contractAddress, c.symbol, c.name, c.decimals, c.iconUrl, c.verified, c.groupId, c.website, c.market, c.price, c.createdAt,
        c.updatedAt, c.heldAt
        """;

    const string HeldText = $"""
        SELECT {Members} FROM c WHERE c.heldAt >= @heldSince AND (NOT IS_DEFINED(c.price) OR c.price.observedMs <= @observedBefore)
        """;

    public Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) =>
        calls.RunAsync("listing the networks of held assets", token => ListHeldNetworksCoreAsync(heldSince, token), cancellationToken);

    public Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, CosmosDefaults.PageSize, nameof(query));
        return RefusalOf(new AssetKey(query.Network, string.Empty)) is null
            ? calls.RunAsync($"listing held assets of {query.Network}", token => ListHeldCoreAsync(query, token), cancellationToken)
            : Task.FromResult(new AssetPage([], null));
    }

    async Task<IReadOnlyList<string>> ListHeldNetworksCoreAsync(DateTimeOffset heldSince, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT DISTINCT VALUE c.network FROM c WHERE c.heldAt >= @heldSince")
            .WithParameter("@heldSince", UtcTextConverter.TextOf(heldSince));
        using var results = container.GetItemQueryIterator<string>(query);
        var networks = new List<string>();
        while (results.HasMoreResults)
        {
            networks.AddRange(await results.ReadNextAsync(cancellationToken));
        }

        return networks;
    }

    async Task<AssetPage> ListHeldCoreAsync(HeldAssetsQuery query, CancellationToken cancellationToken)
    {
        var text = new QueryDefinition(HeldText)
            .WithParameter("@heldSince", UtcTextConverter.TextOf(query.HeldSince))
            .WithParameter("@observedBefore", query.ObservedBefore.ToUnixTimeMilliseconds());
        using var results = container.QueryFrom<AssetDocument>(text, query.Continuation, query.PageSize, new PartitionKey(query.Network));
        var page = await results.ReadPageAsync(query.Continuation, cancellationToken);
        var assets = await pages.WithCurrentPricesAsync([.. page.Select(AssetMapper.ToAsset)], cancellationToken);
        return new AssetPage(
            [.. assets.Where(asset => asset.Price is null || asset.Price.ObservedAt <= query.ObservedBefore)], page.ContinuationToken);
    }
}
