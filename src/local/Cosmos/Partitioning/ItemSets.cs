using System.Collections.Immutable;
using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// Immutable sorted sets of items. A reader's set never changes, so a transactional batch becomes visible as a whole, without a lock.
/// </summary>
static class ItemSets
{
    public static readonly ImmutableSortedSet<Item> ById = ImmutableSortedSet.Create<Item>(
        Comparer<Item>.Create((left, right) => string.CompareOrdinal(left.Id, right.Id)));

    public static readonly ImmutableSortedSet<Item> ByRid = ImmutableSortedSet.Create<Item>(
        Comparer<Item>.Create((left, right) => left.Rid.CompareTo(right.Rid)));

    /// <summary>The items from an id onwards.</summary>
    public static IEnumerable<Item> From(this ImmutableSortedSet<Item> byId, string id) => byId.From(Item.Probe(id, 0));

    /// <summary>The items from a rid onwards.</summary>
    public static IEnumerable<Item> From(this ImmutableSortedSet<Item> byRid, long rid) => rid == 0 ? byRid : byRid.From(Item.Probe("", rid));

    static IEnumerable<Item> From(this ImmutableSortedSet<Item> items, Item first)
    {
        var index = items.IndexOf(first);
        for (var i = index < 0 ? ~index : index; i < items.Count; i++)
        {
            yield return items[i];
        }
    }
}
