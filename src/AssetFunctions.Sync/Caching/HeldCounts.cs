using System.Collections.Concurrent;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Counts in how many chunks of syncs this process found each asset, until the count travels to the shared cache with the asset's next lookup there. The
/// counts rank assets; those of a process that ends in between are lost.
/// </summary>
/// <param name="maxAssets">Maximum assets counted; further ones are left out until others were taken.</param>
sealed class HeldCounts(int maxAssets)
{
    readonly ConcurrentDictionary<AssetKey, long> _counts = new();
    int _assets;

    public void Add(AssetKey key)
    {
        if (Volatile.Read(ref _assets) < maxAssets || _counts.ContainsKey(key))
        {
            var count = _counts.AddOrUpdate(key, 1, static (_, count) => count + 1);
            if (count == 1)
            {
                Interlocked.Increment(ref _assets);
            }
        }
    }

    /// <summary>Takes the counts of assets, which begin at zero again.</summary>
    public IReadOnlyList<HeldCount> Take(IEnumerable<AssetKey> keys)
    {
        var taken = new List<HeldCount>();
        foreach (var key in keys)
        {
            if (_counts.TryRemove(key, out var count))
            {
                Interlocked.Decrement(ref _assets);
                taken.Add(new HeldCount(key, count));
            }
        }

        return taken;
    }
}

/// <param name="Count">In how many chunks of syncs the asset was found.</param>
readonly record struct HeldCount(AssetKey Key, long Count);
