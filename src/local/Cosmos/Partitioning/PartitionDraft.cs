using System.Collections.Immutable;
using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// A private copy of a partition's state in which one commit (an operation or a whole batch) is prepared. Discarding it undoes everything.
/// </summary>
sealed class PartitionDraft(PartitionState origin, long lsn)
{
    const int ChangesPerCommit = 256;

    ImmutableDictionary<string, ImmutableSortedSet<Item>> _logical = origin.Logical;
    ImmutableSortedSet<Item>.Builder _byRid = origin.ByRid.ToBuilder();
    int _versions;

    // A batch stays in one logical partition, so only that one is kept open as a builder.
    string? _open;
    ImmutableSortedSet<Item>.Builder _items = ItemSets.ById.ToBuilder();

    /// <summary>Items before and after each change, in order; one of the two may be null.</summary>
    public List<(Item? Before, Item? After)> Changes { get; } = [];

    public Item? Find(string epk, string id)
    {
        var probe = Item.Probe(id, 0);
        return (IsOpen(epk) ? _items.TryGetValue(probe, out var item) : _logical.GetValueOrDefault(epk, ItemSets.ById).TryGetValue(probe, out item)) ? item : null;
    }

    /// <summary>A version number, unique in the container, that grows with every change.</summary>
    public long NextVersion() => lsn * ChangesPerCommit + _versions++;

    /// <summary>Replaces <paramref name="before"/> (null: creates) with <paramref name="after"/> (null: deletes).</summary>
    public void Change(Item? before, Item? after)
    {
        Open((after ?? before)!.Epk);
        if (before is not null)
        {
            _byRid.Remove(before);
            _items.Remove(before);
        }

        if (after is not null)
        {
            after.Epk = _open!;
            _byRid.Add(after);
            _items.Add(after);
        }

        Changes.Add((before, after));
    }

    public PartitionState Build()
    {
        Close();
        return new PartitionState(_logical, _byRid.ToImmutable(), lsn);
    }

    /// <summary>Discards every change, for a failed batch.</summary>
    public void Undo()
    {
        (_logical, _byRid, _open) = (origin.Logical, origin.ByRid.ToBuilder(), null);
        Changes.Clear();
    }

    bool IsOpen(string epk) => string.Equals(_open, epk, StringComparison.Ordinal);

    void Open(string epk)
    {
        if (!IsOpen(epk))
        {
            Close();
            _open = _logical.TryGetKey(epk, out var known) ? known : epk;
            _items = _logical.GetValueOrDefault(epk, ItemSets.ById).ToBuilder();
        }
    }

    void Close()
    {
        if (_open is not null)
        {
            _logical = _items.Count == 0 ? _logical.Remove(_open) : _logical.SetItem(_open, _items.ToImmutable());
            _open = null;
        }
    }
}
