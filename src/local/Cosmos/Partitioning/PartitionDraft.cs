using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Partitioning;

using ItemsById = PersistentMap<string, Item, OrdinalOrder>;
using ItemsByNumber = PersistentMap<long, Item, NumberOrder>;
using LogicalPartitions = PersistentMap<string, LogicalPartition, OrdinalOrder>;
using UniqueValues = PersistentMap<string, string, OrdinalOrder>;

/// <summary>
/// A private copy of a partition's state on which one commit (an operation or a whole batch) is worked out. Dropping it
/// undoes everything.
/// </summary>
sealed class PartitionDraft(PartitionState origin, long lsn)
{
    const int ChangesPerCommit = 256;

    readonly object _owner = new();
    LogicalPartitions _logical = origin.Logical;
    ItemsByNumber _byRid = origin.ByRid;
    ItemsByNumber _byVersion = origin.ByVersion;
    int _versions;

    // A batch stays in one logical partition, so that one is kept taken apart while changes come in.
    string? _open;
    ItemsById _items = ItemsById.Empty;
    UniqueValues _uniqueValues = UniqueValues.Empty;

    /// <summary>Items before and after each change, in order; one of the two may be null.</summary>
    public List<(Item? Before, Item? After)> Changes { get; } = [];

    public Item? Find(string epk, string id)
    {
        var items = IsOpen(epk) ? _items : _logical.TryGet(epk, out var logical) ? logical.Items : ItemsById.Empty;
        return items.TryGet(id, out var item) ? item : null;
    }

    /// <summary>
    /// A number no other version of any item of the container has, which grows with every change: the commit number in
    /// the upper bits, so that the change feed can keep a commit together.
    /// </summary>
    public long NextVersion() => lsn * ChangesPerCommit + _versions++;

    /// <summary>The commit a version belongs to.</summary>
    public static long LsnOf(long version) => version / ChangesPerCommit;

    /// <summary>The first version a commit can have.</summary>
    public static long FirstVersionOf(long lsn) => lsn * ChangesPerCommit;

    /// <summary>The items of the logical partition that have one of these unique key values.</summary>
    public List<Item> HoldersOf(string epk, IReadOnlyList<string> uniqueValues)
    {
        var holders = new List<Item>();
        if (uniqueValues.Count == 0)
        {
            return holders;
        }

        Open(epk);
        foreach (var value in uniqueValues)
        {
            if (_uniqueValues.TryGet(value, out var id) && _items.TryGet(id, out var holder))
            {
                holders.Add(holder);
            }
        }

        return holders;
    }

    /// <summary>Replaces <paramref name="before"/> (null: creates) by <paramref name="after"/> (null: deletes).</summary>
    public void Change(Item? before, Item? after)
    {
        Open((after ?? before)!.Epk);
        if (before is not null)
        {
            _byVersion = _byVersion.Remove(before.Version, _owner);
            if (before.Rid != after?.Rid)
            {
                _byRid = _byRid.Remove(before.Rid, _owner);
            }

            foreach (var value in before.UniqueValues)
            {
                _uniqueValues = _uniqueValues.Remove(value, _owner);
            }
        }

        if (after is null)
        {
            _items = _items.Remove(before!.Id, _owner);
        }
        else
        {
            Put(after);
        }

        Changes.Add((before, after));
    }

    public PartitionState Build()
    {
        Close();
        return new PartitionState(_logical, _byRid, _byVersion, lsn);
    }

    /// <summary>Forgets every change, as a failed batch does.</summary>
    public void Undo()
    {
        (_logical, _byRid, _byVersion) = (origin.Logical, origin.ByRid, origin.ByVersion);
        _open = null;
        Changes.Clear();
    }

    void Put(Item item)
    {
        item.Epk = _open!;
        _byRid = _byRid.Set(item.Rid, item, _owner);
        _byVersion = _byVersion.Set(item.Version, item, _owner);
        _items = _items.Set(item.Id, item, _owner);
        foreach (var value in item.UniqueValues)
        {
            _uniqueValues = _uniqueValues.Set(value, item.Id, _owner);
        }
    }

    bool IsOpen(string epk) => string.Equals(_open, epk, StringComparison.Ordinal);

    void Open(string epk)
    {
        if (IsOpen(epk))
        {
            return;
        }

        Close();
        var logical = _logical.TryGet(epk, out var found) ? found : LogicalPartition.Create(epk);
        (_open, _items, _uniqueValues) = (logical.Epk, logical.Items, logical.UniqueValues);
    }

    void Close()
    {
        if (_open is not null)
        {
            _logical = _items.Count == 0
                ? _logical.Remove(_open, _owner)
                : _logical.Set(_open, new LogicalPartition(_open, _items, _uniqueValues), _owner);
            _open = null;
        }
    }
}
