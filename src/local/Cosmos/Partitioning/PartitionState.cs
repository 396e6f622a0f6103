using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Partitioning;

using ItemsById = PersistentMap<string, Item, OrdinalOrder>;
using ItemsByNumber = PersistentMap<long, Item, NumberOrder>;
using LogicalPartitions = PersistentMap<string, LogicalPartition, OrdinalOrder>;
using UniqueValues = PersistentMap<string, string, OrdinalOrder>;

/// <summary>The items of one partition key value, by id, and who holds which unique key values.</summary>
sealed record LogicalPartition(string Epk, ItemsById Items, UniqueValues UniqueValues)
{
    public static LogicalPartition Create(string epk) => new(epk, ItemsById.Empty, UniqueValues.Empty);
}

/// <summary>
/// Everything a physical partition holds at one moment. Instances never change; a commit replaces the whole state in one
/// step.
/// </summary>
/// <param name="Logical">Logical partitions by effective partition key.</param>
/// <param name="ByRid">Items in order of creation, the order queries and read feeds return.</param>
/// <param name="ByVersion">Items in order of their last change, the order of the change feed.</param>
/// <param name="Lsn">The number of the last commit.</param>
sealed record PartitionState(
    LogicalPartitions Logical,
    ItemsByNumber ByRid,
    ItemsByNumber ByVersion,
    long Lsn)
{
    public static readonly PartitionState Empty =
        new(LogicalPartitions.Empty, ItemsByNumber.Empty, ItemsByNumber.Empty, 0);

    public Item? Find(string epk, string id) =>
        Logical.TryGet(epk, out var logical) && logical.Items.TryGet(id, out var item) ? item : null;

    /// <summary>Items of one logical partition in order of creation, from <paramref name="rid"/> on.</summary>
    public IEnumerable<Item> ItemsOf(string epk, long rid)
    {
        if (!Logical.TryGet(epk, out var logical))
        {
            return [];
        }

        // Sorting a logical partition beats walking the physical one unless it is most of it.
        if (logical.Items.Count * 4 >= ByRid.Count)
        {
            return ByRid.ValuesFrom(rid).Where(item => string.Equals(item.Epk, epk, StringComparison.Ordinal));
        }

        var items = logical.Items.Values().Where(item => item.Rid >= rid).ToList();
        items.Sort((left, right) => left.Rid.CompareTo(right.Rid));
        return items;
    }
}
