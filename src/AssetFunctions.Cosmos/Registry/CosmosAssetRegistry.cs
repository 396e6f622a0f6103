using System.Text;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Registry;

/// <summary>The asset registry in container <see cref="ContainerDefinitions.Registry"/>.</summary>
/// <param name="pages">The pages with the current prices of held assets.</param>
/// <param name="layout">The form in which prices are written.</param>
sealed partial class CosmosAssetRegistry(
    Container container, CosmosPriceHistory history, PricePageStore pages, WriteLayout layout, StoreCalls calls, TimeProvider clock) : IAssetRegistry
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
        return await pages.WithCurrentPricesAsync([.. documents.Select(AssetMapper.ToAsset).Where(asset => wanted.Contains(asset.Key))], cancellationToken);
    }

    async Task<IReadOnlyList<AssetDocument>> ReadOneAsync(AssetKey key, CancellationToken cancellationToken)
    {
        var id = DocumentId.Encode(key.ContractAddress);
        var document = await container.FindAsync(id, new PartitionKey(key.Network), CosmosJson.Default.AssetDocument, cancellationToken);
        return document is null ? [] : [document];
    }

    // Where it is not known whether the network has pages of prices, their directory is read along.
    async Task<IReadOnlyList<AssetDocument>> ReadNetworkAsync(string network, IEnumerable<AssetKey> keys, CancellationToken cancellationToken)
    {
        var ids = keys.Select(key => DocumentId.Encode(key.ContractAddress));
        if (pages.Remembered(network) is not null)
        {
            return await container.FindManyAsync<AssetDocument>(ids, new PartitionKey(network), cancellationToken);
        }

        return Learn([network], await container.FindManyAsync<JsonElement>(ids.Prepend(PricePrefix.HeadId), new PartitionKey(network), cancellationToken));
    }

    async Task<IReadOnlyList<AssetDocument>> ReadManyAsync(HashSet<AssetKey> keys, CancellationToken cancellationToken)
    {
        List<string> unknown = [.. keys.Select(key => key.Network).Distinct(StringComparer.Ordinal).Where(network => pages.Remembered(network) is null)];
        List<(string, PartitionKey)> items =
        [
            .. keys.Select(key => (DocumentId.Encode(key.ContractAddress), new PartitionKey(key.Network))),
            .. unknown.Select(network => (PricePrefix.HeadId, new PartitionKey(network))),
        ];
        return Learn(unknown, await container.ReadManyItemsAsync<JsonElement>(items, cancellationToken: cancellationToken));
    }

    /// <summary>Remembers the directories among what was found.</summary>
    List<AssetDocument> Learn(IReadOnlyList<string> networks, IEnumerable<JsonElement> found)
    {
        var items = found.ToLookup(item => item.GetProperty("id").ValueEquals(PricePrefix.HeadId));
        var heads = items[true].Select(item => item.Deserialize(CosmosJson.Default.PriceHeadDocument)!).ToDictionary(head => head.Network, StringComparer.Ordinal);
        foreach (var network in networks)
        {
            pages.Remember(network, heads.GetValueOrDefault(network));
        }

        return [.. items[false].Select(item => item.Deserialize(CosmosJson.Default.AssetDocument)!)];
    }

    async Task<Dictionary<AssetKey, Asset>> StoredAsync(string network, IEnumerable<AssetKey> keys, CancellationToken cancellationToken)
    {
        var documents = await ReadNetworkAsync(network, keys, cancellationToken);
        return documents.Select(AssetMapper.ToAsset).ToDictionary(asset => asset.Key);
    }

    /// <returns>Why an asset of this identity cannot be stored, or null when it can.</returns>
    internal static string? RefusalOf(AssetKey key) =>
        string.IsNullOrEmpty(key.Network) ? "The asset has no network."
        : !DocumentId.IsWellFormed(key.Network) || !DocumentId.IsWellFormed(key.ContractAddress) ? "Network or address is not well-formed text."
        : Encoding.UTF8.GetByteCount(key.Network) > CosmosDefaults.PartitionKeyBytes ? "The name of the network is too long."
        : null;

    internal static void RequireBatch(string network, IReadOnlyCollection<AssetKey> keys, string argument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Count, CosmosDefaults.BatchOperations, argument);
        if (keys.Any(key => key.Network != network) || keys.Distinct().Count() != keys.Count)
        {
            throw new ArgumentException($"A batch must have distinct assets of one network, {network}.", argument);
        }
    }
}
