using System.Collections.Concurrent;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Refreshes entries in batches in the background before they expire, so that readers need not wait. Entries beyond
/// <see cref="CacheDefaults.MaxWaitingRefreshes"/> are left to expire.
/// </summary>
/// <param name="load">Reads a batch into memory.</param>
sealed class RefreshAhead(Func<AssetKey[], Task> load)
{
    readonly ConcurrentQueue<AssetKey> _due = new();
    int _waiting;
    int _running;
    long _refreshed;
    long _failed;
    long _dropped;

    public long Refreshed => Interlocked.Read(ref _refreshed);

    public long Failed => Interlocked.Read(ref _failed);

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The current background work, or a completed task.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    public void Enqueue(AssetKey key)
    {
        if (Interlocked.Increment(ref _waiting) > CacheDefaults.MaxWaitingRefreshes)
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _dropped);
            return;
        }

        _due.Enqueue(key);
        if (Interlocked.CompareExchange(ref _running, 1, 0) == 0)
        {
            Start();
        }
    }

    // The requests of a refresh must not count as usage of the reader that triggered it.
    void Start()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            Work = Task.Run(DrainAsync);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            Work = Task.Run(DrainAsync);
        }
    }

    async Task DrainAsync()
    {
        do
        {
            while (Take() is { Length: > 0 } batch)
            {
                await RefreshAsync(batch);
            }

            Volatile.Write(ref _running, 0);
        }
        while (!_due.IsEmpty && Interlocked.CompareExchange(ref _running, 1, 0) == 0);
    }

    // No caller waits for a refresh: the entry is still valid, and a reader after its expiry gets the exception.
    async Task RefreshAsync(AssetKey[] batch)
    {
        try
        {
            await load(batch);
            Interlocked.Add(ref _refreshed, batch.Length);
        }
        catch (Exception)
        {
            Interlocked.Add(ref _failed, batch.Length);
        }
    }

    AssetKey[] Take()
    {
        var batch = new List<AssetKey>();
        while (batch.Count < CacheDefaults.RefreshBatchSize && _due.TryDequeue(out var key))
        {
            batch.Add(key);
        }

        Interlocked.Add(ref _waiting, -batch.Count);
        return [.. batch];
    }
}
