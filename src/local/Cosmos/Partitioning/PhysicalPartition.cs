using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Storage;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// One physical partition: a range of effective partition keys. Readers use the state they started with; writers run
/// one at a time and publish the next state in one step.
/// </summary>
sealed class PhysicalPartition(int id, KeyRange range, string containerRid, IJournal journal, CommitCounter commits)
{
    readonly Lock _writing = new();
    readonly HashSet<(string Epk, string Id)> _pending = [];
    PartitionState _state = PartitionState.Empty;

    /// <summary>The partition key range id that clients see.</summary>
    public string Id { get; } = id.ToString();

    public KeyRange Range => range;

    public PartitionState State => Volatile.Read(ref _state);

    /// <summary>The throughput limit; null when throughput is not enforced.</summary>
    public ThroughputCap? Cap { get; init; }

    /// <exception cref="RequestRefusedException">429 when the throughput is used up.</exception>
    public void Admit()
    {
        lock (_writing)
        {
            if (Cap?.WaitTime() is { } wait)
            {
                throw new RequestRefusedException(429, 3200, ErrorTexts.TooManyRequests) { RetryAfter = wait };
            }
        }
    }

    public void Spend(double requestUnits)
    {
        lock (_writing)
        {
            Cap?.Spend(requestUnits);
        }
    }

    /// <summary>
    /// Runs one commit. The changes that <paramref name="work"/> makes to the draft are published at once and journaled in
    /// the order of publication.
    /// </summary>
    /// <param name="contended">Items that no pending commit may be writing.</param>
    /// <returns>The result of <paramref name="work"/>, the commit number, and a task that ends when the commit is durable.</returns>
    /// <exception cref="RequestRefusedException">449 when one of the items is part of a commit that is not durable yet.</exception>
    public (TResult Result, long Lsn, Task Durable) Write<TResult>(Func<PartitionDraft, TResult> work, params IEnumerable<(string Epk, string Id)> contended)
    {
        lock (_writing)
        {
            if (_pending.Count > 0 && contended.Any(_pending.Contains))
            {
                throw new RequestRefusedException(449, 0, ErrorTexts.RetryWith);
            }

            var draft = new PartitionDraft(_state, commits.Next());
            var result = work(draft);
            if (draft.Changes.Count == 0)
            {
                return (result, _state.Lsn, Task.CompletedTask);
            }

            var next = draft.Build();
            var durable = journal.WriteItems(containerRid, next.Lsn, draft.Changes);
            Volatile.Write(ref _state, next);
            return (result, next.Lsn, durable.IsCompleted ? durable : SettleAsync(durable, draft.Changes));
        }
    }

    async Task SettleAsync(Task durable, IReadOnlyList<(Item? Before, Item? After)> changes)
    {
        (string Epk, string Id)[] items = [.. changes.Select(change => (change.After ?? change.Before)!).Select(item => (item.Epk, item.Id))];
        _pending.UnionWith(items);
        try
        {
            await durable;
        }
        finally
        {
            lock (_writing)
            {
                _pending.ExceptWith(items);
            }
        }
    }

    /// <summary>Restores the stored state at start.</summary>
    public void Restore(PartitionState state) => Volatile.Write(ref _state, state);
}

/// <summary>Counts the commits of a container; shared by its physical partitions so that versions are unique in it.</summary>
sealed class CommitCounter(long last)
{
    long _last = last;

    public long Next() => Interlocked.Increment(ref _last);
}
