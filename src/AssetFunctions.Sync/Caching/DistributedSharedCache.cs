using Microsoft.Extensions.Caching.Distributed;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// A shared cache over any <see cref="IDistributedCache"/>, such as the framework's in-memory one. All keys of a call are requested concurrently;
/// versions cannot be compared, so the last write wins.
/// </summary>
/// <param name="cache">The underlying cache.</param>
/// <param name="maxTimeToLive">Maximum time to live. Without writes by other instances, entries must not outlive the first level.</param>
public sealed class DistributedSharedCache(IDistributedCache cache, TimeSpan maxTimeToLive) : ISharedCache
{
    public bool IsAcrossProcesses => false;

    public async Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var payloads = new byte[]?[keys.Count];
        await RunAsync(Enumerable.Range(0, keys.Count), ReadAsync, cancellationToken);
        return payloads;

        async Task ReadAsync(int index) => payloads[index] = await cache.GetAsync(keys[index], cancellationToken);
    }

    public Task SetManyAsync(IReadOnlyList<SharedEntry> entries, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        var options = new DistributedCacheEntryOptions
        {
            AbsoluteExpirationRelativeToNow = timeToLive < maxTimeToLive ? timeToLive : maxTimeToLive,
        };
        return RunAsync(entries, entry => cache.SetAsync(entry.Key, entry.Payload, options, cancellationToken), cancellationToken);
    }

    public Task RemoveManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        RunAsync(keys, key => cache.RemoveAsync(key, cancellationToken), cancellationToken);

    // IDistributedCache declares no exceptions of its own, so any exception counts as a failure of the cache.
    static async Task RunAsync<T>(IEnumerable<T> items, Func<T, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(items.Select(call));
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new SharedCacheException(SharedCacheFailure.Failed, $"The distributed cache failed: {ex.Message}", ex);
        }
    }
}
