using System.Collections.Concurrent;
using AssetFunctions.Sync.Registry;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// First cache level: assets in process, bounded by entries and estimated bytes. Eviction is second-chance FIFO: an entry that was read since
/// the hand last passed it survives once more. A hit takes no lock and allocates nothing.
/// </summary>
sealed class AssetMemory(int maxEntries, long maxBytes, TimeProvider clock)
{
    // Object headers, dictionary node, queue slot and the records themselves, measured on 64-bit .NET 10.
    const int EntryOverheadBytes = 420;

    readonly ConcurrentDictionary<AssetKey, Entry> _entries = new();
    readonly ConcurrentQueue<Entry> _hand = new();
    readonly Lock _eviction = new();
    long _bytes;
    long _evictions;

    public int Count => _entries.Count;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>Looks up a key.</summary>
    /// <param name="asset">The asset, or null where it is remembered that there is none.</param>
    /// <returns>Whether anything valid is remembered of the key.</returns>
    public bool TryGet(AssetKey key, out Asset? asset)
    {
        if (_entries.TryGetValue(key, out var entry) && clock.GetTimestamp() < entry.ExpiresAt)
        {
            entry.Touched = true;
            asset = entry.Asset;
            return true;
        }

        asset = null;
        return false;
    }

    /// <summary>Remembers an asset, or with null that there is none.</summary>
    public void Set(AssetKey key, Asset? asset, TimeSpan timeToLive)
    {
        var expiresAt = clock.GetTimestamp() + (long)(timeToLive.TotalSeconds * clock.TimestampFrequency);
        var entry = new Entry(key, asset, expiresAt, EstimateBytes(key, asset));
        Entry? replaced = null;
        _entries.AddOrUpdate(key, entry, (_, old) =>
        {
            replaced = old;
            return entry;
        });
        Interlocked.Add(ref _bytes, entry.Bytes - (replaced?.Bytes ?? 0));
        if (replaced is not null)
        {
            replaced.Replaced = true;
        }

        _hand.Enqueue(entry);
        Evict();
    }

    public void Remove(AssetKey key)
    {
        if (_entries.TryRemove(key, out var entry))
        {
            Interlocked.Add(ref _bytes, -entry.Bytes);
            entry.Replaced = true;
        }
    }

    void Evict()
    {
        // The queue also holds entries that were replaced or removed; it is swept when they outnumber the living.
        if (_entries.Count <= maxEntries && Bytes <= maxBytes && _hand.Count <= 2 * Math.Max(maxEntries, 1))
        {
            return;
        }

        lock (_eviction)
        {
            while ((_entries.Count > maxEntries || Bytes > maxBytes || _hand.Count > 2 * Math.Max(maxEntries, 1)) && _hand.TryDequeue(out var entry))
            {
                if (entry.Replaced)
                {
                    continue;
                }

                if (entry.Touched && clock.GetTimestamp() < entry.ExpiresAt)
                {
                    entry.Touched = false;
                    _hand.Enqueue(entry);
                    continue;
                }

                if (_entries.TryRemove(KeyValuePair.Create(entry.Key, entry)))
                {
                    Interlocked.Add(ref _bytes, -entry.Bytes);
                    Interlocked.Increment(ref _evictions);
                }
            }
        }
    }

    static int EstimateBytes(AssetKey key, Asset? asset)
    {
        var characters = key.Network.Length + key.ContractAddress.Length;
        if (asset is not null)
        {
            characters += asset.Facts.Symbol.Length + asset.Facts.Name.Length + (asset.Facts.IconUrl?.Length ?? 0);
        }

        return EntryOverheadBytes + (2 * characters);
    }

    sealed class Entry(AssetKey key, Asset? asset, long expiresAt, int bytes)
    {
        volatile bool _touched;
        volatile bool _replaced;

        public AssetKey Key { get; } = key;

        public Asset? Asset { get; } = asset;

        public long ExpiresAt { get; } = expiresAt;

        public int Bytes { get; } = bytes;

        public bool Touched
        {
            get => _touched;
            set => _touched = value;
        }

        public bool Replaced
        {
            get => _replaced;
            set => _replaced = value;
        }
    }
}
