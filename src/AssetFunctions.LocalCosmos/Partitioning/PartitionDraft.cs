using AssetFunctions.LocalCosmos.Items;

namespace AssetFunctions.LocalCosmos.Partitioning;

/// <summary>
/// A private copy of a partition's state on which one commit (an operation or a whole batch) is worked out. Dropping it
/// undoes everything.
/// </summary>
internal sealed class PartitionDraft(PartitionState origin, long lsn)
{
    private const int ChangesPerCommit = 256;

    private readonly PartitionState _origin = origin;
    private PartitionState _state = origin;
    private int _changes;

    /// <summary>Items before and after each change, in order; one of the two may be null.</summary>
    public List<(Item? Before, Item? After)> Changes { get; } = [];

    public Item? Find(string epk, string id) => _state.Find(epk, id);

    /// <summary>
    /// A number no other version of any item of the container has, which grows with every change: the commit number in
    /// the upper bits, so that the change feed can keep a commit together.
    /// </summary>
    public long NextVersion() => lsn * ChangesPerCommit + _changes++;

    /// <summary>The commit a version belongs to.</summary>
    public static long LsnOf(long version) => version / ChangesPerCommit;

    /// <summary>The first version a commit can have.</summary>
    public static long FirstVersionOf(long lsn) => lsn * ChangesPerCommit;

    /// <summary>The items of the logical partition that have one of these unique key values.</summary>
    public List<Item> HoldersOf(string epk, IReadOnlyList<string> uniqueValues)
    {
        var holders = new List<Item>();
        if (uniqueValues.Count == 0 || !_state.Logical.TryGet(epk, out var logical))
        {
            return holders;
        }

        foreach (var value in uniqueValues)
        {
            if (logical.UniqueValues.TryGet(value, out var id) && logical.Items.TryGet(id, out var holder))
            {
                holders.Add(holder);
            }
        }

        return holders;
    }

    /// <summary>Replaces <paramref name="before"/> (null: creates) by <paramref name="after"/> (null: deletes).</summary>
    public void Change(Item? before, Item? after)
    {
        var epk = (after ?? before)!.Epk;
        var logical = _state.Logical.TryGet(epk, out var found) ? found : LogicalPartition.Create(epk);
        if (after is not null)
        {
            after.Epk = logical.Epk;
        }

        var (byRid, byVersion) = (_state.ByRid, _state.ByVersion);
        if (before is not null)
        {
            byRid = byRid.Remove(before.Rid);
            byVersion = byVersion.Remove(before.Version);
            logical = logical with
            {
                Items = after is null ? logical.Items.Remove(before.Id) : logical.Items,
                UniqueValues = before.UniqueValues.Aggregate(logical.UniqueValues, (map, value) => map.Remove(value)),
            };
        }

        if (after is not null)
        {
            byRid = byRid.Set(after.Rid, after);
            byVersion = byVersion.Set(after.Version, after);
            logical = logical with
            {
                Items = logical.Items.Set(after.Id, after),
                UniqueValues = after.UniqueValues.Aggregate(logical.UniqueValues, (map, value) => map.Set(value, after.Id)),
            };
        }

        var partitions = logical.Items.Count == 0
            ? _state.Logical.Remove(epk)
            : _state.Logical.Set(logical.Epk, logical);
        _state = new PartitionState(partitions, byRid, byVersion, lsn);
        Changes.Add((before, after));
    }

    public PartitionState Build() => _state;

    /// <summary>Forgets every change, as a failed batch does.</summary>
    public void Undo()
    {
        _state = _origin;
        Changes.Clear();
    }
}
