using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Storage;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// One physical partition: a range of effective partition keys. Readers take the current state and keep it; writers work
/// one after the other and publish the next state in one step.
/// </summary>
sealed class PhysicalPartition(int id, KeyRange range, string containerRid, IJournal journal, CommitCounter commits)
{
    readonly Lock _writing = new();
    PartitionState _state = PartitionState.Empty;

    /// <summary>The partition key range id that clients see.</summary>
    public string Id { get; } = id.ToString();

    public KeyRange Range => range;

    public PartitionState State => Volatile.Read(ref _state);

    /// <summary>
    /// Works out one commit. Whatever <paramref name="work"/> leaves in the draft is published at once and journaled in
    /// the order of publication.
    /// </summary>
    /// <returns>The result of <paramref name="work"/>, the commit number, and a task that ends when the commit survives a kill.</returns>
    public (TResult Result, long Lsn, Task Durable) Write<TResult>(Func<PartitionDraft, TResult> work)
    {
        lock (_writing)
        {
            var draft = new PartitionDraft(_state, commits.Next());
            var result = work(draft);
            if (draft.Changes.Count == 0)
            {
                return (result, _state.Lsn, Task.CompletedTask);
            }

            var next = draft.Build();
            var durable = journal.WriteItems(containerRid, next.Lsn, draft.Changes);
            Volatile.Write(ref _state, next);
            return (result, next.Lsn, durable);
        }
    }

    /// <summary>Puts back what storage held at start.</summary>
    public void Restore(PartitionState state) => Volatile.Write(ref _state, state);
}

/// <summary>Counts the commits of a container; shared by its physical partitions so that versions are unique in it.</summary>
sealed class CommitCounter(long last)
{
    long _last = last;

    public long Next() => Interlocked.Increment(ref _last);
}
