using System.Collections.Immutable;
using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// The contents of a physical partition at one moment. Immutable; a commit replaces the whole state in one step.
/// </summary>
/// <param name="Logical">The items of each logical partition, ordered by id, keyed by effective partition key.</param>
/// <param name="ByRid">Items in order of creation, the order of queries and read feeds.</param>
/// <param name="Lsn">The number of the last commit.</param>
sealed record PartitionState(ImmutableDictionary<string, ImmutableSortedSet<Item>> Logical, ImmutableSortedSet<Item> ByRid, long Lsn)
{
    public static readonly PartitionState Empty =
        new(ImmutableDictionary.Create<string, ImmutableSortedSet<Item>>(StringComparer.Ordinal), ItemSets.ByRid, 0);

    /// <summary>The items of one logical partition, by id.</summary>
    public ImmutableSortedSet<Item> ItemsOf(string epk) => Logical.GetValueOrDefault(epk, ItemSets.ById);

    public Item? Find(string epk, string id) => ItemsOf(epk).TryGetValue(Item.Probe(id, 0), out var item) ? item : null;

    /// <summary>Items of one logical partition in order of creation, from <paramref name="rid"/> on.</summary>
    public IEnumerable<Item> ItemsOf(string epk, long rid) => ItemsOf(epk).Where(item => item.Rid >= rid).OrderBy(item => item.Rid);
}
