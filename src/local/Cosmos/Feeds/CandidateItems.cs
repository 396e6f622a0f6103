using System.Text;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Finds the items a query may concern by what its filter says about ids, in order of creation.</summary>
sealed class CandidateItems(ContainerDefinition container, FeedScope scope, PartitionState state, long now)
{
    public IEnumerable<Item> From(long rid, IdLookup lookup)
    {
        var items = lookup switch
        {
            IdLookup.Ids ids => ByIds(ids),
            IdLookup.Range range when scope.Epk is not null => ByRange(range),
            _ => null,
        };
        if (items is null)
        {
            return scope.Items(state, rid, container.DefaultTimeToLive, now).Where(item => lookup.MayContain(item.Id));
        }

        items.RemoveAll(item => item.Rid < rid || !scope.Contains(item) || item.IsExpired(container.DefaultTimeToLive, now));
        items.Sort((left, right) => left.Rid.CompareTo(right.Rid));
        return items;
    }

    List<Item>? ByIds(IdLookup.Ids ids)
    {
        if (scope.Epk is not null)
        {
            return Find(ids, state.Logical.TryGet(scope.Epk, out var logical) ? [logical] : []);
        }

        if (container.PartitionKey is { IsHierarchical: false, Paths: [{ Steps: ["id"] }] })
        {
            return Find(ids, ids.Values.Select(PartitionOfId).OfType<LogicalPartition>());
        }

        // Looking each id up in each logical partition beats walking all items while the product is smaller.
        return (long)state.Logical.Count * ids.Values.Count * 4 < state.ByRid.Count
            ? Find(ids, state.Logical.Values())
            : null;
    }

    static List<Item> Find(IdLookup.Ids ids, IEnumerable<LogicalPartition> partitions)
    {
        var found = new List<Item>();
        foreach (var partition in partitions)
        {
            foreach (var id in ids.Values)
            {
                if (partition.Items.TryGet(id, out var item))
                {
                    found.Add(item);
                }
            }
        }

        return found;
    }

    LogicalPartition? PartitionOfId(string id) =>
        Encoding.UTF8.GetByteCount(id) <= 1023 && state.Logical.TryGet(PartitionKeyValue.OfText(id).Epk, out var logical) ? logical : null;

    List<Item> ByRange(IdLookup.Range range)
    {
        if (!state.Logical.TryGet(scope.Epk!, out var logical))
        {
            return [];
        }

        var items = range.Low is null ? logical.Items.Values() : logical.Items.ValuesFrom(range.Low);
        return [.. items.TakeWhile(item => range.High is null || string.CompareOrdinal(item.Id, range.High) < 0)];
    }
}
