using System.Collections.Immutable;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Finds the items that a query may match, narrowed by its conditions on ids, in order of creation.</summary>
sealed class CandidateItems(ContainerDefinition container, FeedScope scope, PartitionState state, long now)
{
    public IEnumerable<Item> From(long rid, IdLookup? lookup)
    {
        if (lookup is null || !IsSelective(lookup))
        {
            return scope.Items(state, rid, container.DefaultTimeToLive, now).Where(item => lookup?.MayContain(item.Id) != false);
        }

        var partitions = scope.Epk is null ? state.Logical.Values : [state.ItemsOf(scope.Epk)];
        return partitions
            .SelectMany(partition => Find(partition, lookup))
            .Where(item => item.Rid >= rid && scope.Contains(item) && !item.IsExpired(container.DefaultTimeToLive, now))
            .DistinctBy(item => item.Rid)
            .OrderBy(item => item.Rid);
    }

    // Looking up each id in each logical partition beats a scan while there are clearly fewer lookups than items.
    bool IsSelective(IdLookup lookup) =>
        scope.Epk is not null || (lookup.Ranges.Count == 0 && (long)state.Logical.Count * lookup.Ids.Count * 4 < state.ByRid.Count);

    static IEnumerable<Item> Find(ImmutableSortedSet<Item> partition, IdLookup lookup)
    {
        foreach (var id in lookup.Ids)
        {
            if (partition.TryGetValue(Item.Probe(id, 0), out var item))
            {
                yield return item;
            }
        }

        foreach (var (low, high) in lookup.Ranges)
        {
            foreach (var item in partition.From(low).TakeWhile(item => high is null || string.CompareOrdinal(item.Id, high) < 0))
            {
                yield return item;
            }
        }
    }
}
