using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>The items that a query or feed covers: one logical partition, or a range of keys within one physical partition.</summary>
/// <param name="Epk">The logical partition; null for a range.</param>
sealed record FeedScope(PhysicalPartition Partition, string? Epk, KeyRange Range)
{
    /// <exception cref="RequestRefusedException">400 when the request names no single range; 410/1002 for an unknown one; 429 when throttled.</exception>
    public static FeedScope Of(GatewayRequest request, Container container)
    {
        if (request.Header(CosmosHeaders.PartitionKey) is { } header)
        {
            var key = PartitionKeyValue.ParseHeader(header);
            container.PartitionOf(key.Epk).Admit();
            return new FeedScope(container.PartitionOf(key.Epk), key.Epk, default);
        }

        var partition = PartitionOf(request, container);
        partition.Admit();
        var (start, end) = (request.Header(CosmosHeaders.StartEpk), request.Header(CosmosHeaders.EndEpk));
        return new FeedScope(partition, null, new KeyRange(start ?? partition.Range.Min, end ?? partition.Range.Max));
    }

    public static FeedScope OfPartition(PhysicalPartition partition) => new(partition, null, partition.Range);

    /// <summary>The items in order of creation, from <paramref name="rid"/> onwards, without expired ones.</summary>
    public IEnumerable<Item> Items(PartitionState state, long rid, int? defaultTtl, long now)
    {
        var items = Epk is not null ? state.ItemsOf(Epk, rid) : state.ByRid.From(rid).Where(Contains);
        return defaultTtl is null ? items : items.Where(item => !item.IsExpired(defaultTtl, now));
    }

    public bool Contains(Item item) =>
        Epk is not null
            ? string.Equals(item.Epk, Epk, StringComparison.Ordinal)
            : Range == Partition.Range || Range.Contains(item.Epk);

    static PhysicalPartition PartitionOf(GatewayRequest request, Container container)
    {
        if (request.Header(CosmosHeaders.PartitionKeyRangeId) is { } id)
        {
            return container.PartitionById(id);
        }

        return container.Partitions.Count == 1
            ? container.Partitions[0]
            : throw RequestRefusedException.BadRequest("The request covers several partition key ranges; send one request for each.");
    }
}
