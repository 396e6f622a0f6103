using System.Text;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Registry;

/// <summary>The asset registry in container <see cref="ContainerDefinitions.Registry"/>.</summary>
sealed partial class CosmosAssetRegistry(Container container, CosmosPriceHistory history, StoreCalls calls, TimeProvider clock) : IAssetRegistry
{
    public Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.Where(key => RefusalOf(key) is null).ToHashSet();
        return wanted.Count == 0
            ? Task.FromResult<IReadOnlyList<Asset>>([])
            : calls.RunAsync($"reading {wanted.Count} assets", token => ReadCoreAsync(wanted, token), cancellationToken);
    }

    async Task<IReadOnlyList<Asset>> ReadCoreAsync(HashSet<AssetKey> wanted, CancellationToken cancellationToken)
    {
        var first = wanted.First();
        var isOneNetwork = wanted.All(key => key.Network == first.Network);
        var documents = (isOneNetwork, wanted.Count) switch
        {
            (true, 1) => await ReadOneAsync(first, cancellationToken),
            (true, _) => await ReadNetworkAsync(first.Network, wanted, cancellationToken),
            _ => await ReadManyAsync(wanted, cancellationToken),
        };

        // An id may be a hash, so the fields decide which asset a document is.
        return [.. documents.Select(AssetMapper.ToAsset).Where(asset => wanted.Contains(asset.Key))];
    }

    async Task<IReadOnlyList<AssetDocument>> ReadOneAsync(AssetKey key, CancellationToken cancellationToken)
    {
        var id = DocumentId.Encode(key.ContractAddress);
        var document = await container.FindAsync(id, new PartitionKey(key.Network), CosmosJson.Default.AssetDocument, cancellationToken);
        return document is null ? [] : [document];
    }

    async Task<IReadOnlyList<AssetDocument>> ReadNetworkAsync(string network, IEnumerable<AssetKey> keys, CancellationToken cancellationToken)
    {
        var documents = new List<AssetDocument>();
        foreach (var slice in keys.Select(key => DocumentId.Encode(key.ContractAddress)).Chunk(CosmosDefaults.PageSize))
        {
            var pages = await container.QueryPagesAsync<AssetDocument>(IdsQuery(slice), new PartitionKey(network), cancellationToken);
            documents.AddRange(pages.SelectMany(page => page));
        }

        return documents;
    }

    async Task<IReadOnlyList<AssetDocument>> ReadManyAsync(HashSet<AssetKey> keys, CancellationToken cancellationToken)
    {
        var items = keys.Select(key => (DocumentId.Encode(key.ContractAddress), new PartitionKey(key.Network))).ToList();
        var response = await container.ReadManyItemsAsync<AssetDocument>(items, cancellationToken: cancellationToken);
        return [.. response];
    }

    // IN over ids uses the index of ids, which every container has.
    static QueryDefinition IdsQuery(string[] ids)
    {
        var text = new StringBuilder("SELECT * FROM c WHERE c.id IN (");
        for (var i = 0; i < ids.Length; i++)
        {
            text.Append(i == 0 ? "@i" : ", @i").Append(i);
        }

        var query = new QueryDefinition(text.Append(')').ToString());
        for (var i = 0; i < ids.Length; i++)
        {
            query.WithParameter($"@i{i}", ids[i]);
        }

        return query;
    }

    async Task<Dictionary<AssetKey, Asset>> StoredAsync(string network, IEnumerable<AssetKey> keys, CancellationToken cancellationToken)
    {
        var documents = await ReadNetworkAsync(network, keys, cancellationToken);
        return documents.Select(AssetMapper.ToAsset).ToDictionary(asset => asset.Key);
    }

    static string? RefusalOf(AssetKey key) =>
        string.IsNullOrEmpty(key.Network) ? "The asset has no network."
        : !DocumentId.IsWellFormed(key.Network) || !DocumentId.IsWellFormed(key.ContractAddress) ? "Network or address is not well-formed text."
        : Encoding.UTF8.GetByteCount(key.Network) > CosmosDefaults.PartitionKeyBytes ? "The name of the network is too long."
        : null;

    static void RequireBatch(string network, IReadOnlyCollection<AssetKey> keys, string argument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Count, CosmosDefaults.BatchOperations, argument);
        if (keys.Any(key => key.Network != network) || keys.Distinct().Count() != keys.Count)
        {
            throw new ArgumentException($"A batch must have distinct assets of one network, {network}.", argument);
        }
    }
}
