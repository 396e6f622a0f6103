using System.Collections.Concurrent;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// First cache level: assets in process, bounded by entries and estimated bytes. Eviction is second-chance FIFO: an entry that was read since
/// the hand last passed it survives once more. A hit takes no lock and allocates nothing.
/// </summary>
/// <param name="refreshAfter">Share of its time to live after which an entry is due for refresh.</param>
/// <param name="comparer">Compares keys.</param>
sealed class AssetMemory(int maxEntries, long maxBytes, double refreshAfter, TimeProvider clock, AssetKeyComparer comparer)
{
    // Object headers, dictionary node, queue slot and the records themselves, measured on 64-bit .NET 10.
    const int EntryOverheadBytes = 452;
    const int MarketBytes = 128;

    readonly ConcurrentDictionary<AssetKey, Entry> _entries = new(comparer);
    readonly ConcurrentQueue<Entry> _hand = new();
    readonly Lock _eviction = new();
    readonly ReuseTimes _reuse = new(clock.TimestampFrequency);
    readonly EvictedKeys _evicted = new(maxEntries, clock);
    long _bytes;
    long _evictions;

    public int Count => _entries.Count;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>Times between two lookups of a key.</summary>
    public IReadOnlyList<ReuseBucket> Reuse => _reuse.Buckets();

    /// <summary>Looks up a key.</summary>
    /// <param name="now">Timestamp of the clock, taken once for a batch.</param>
    /// <param name="isLookup">Whether the lookup counts as one of a reader.</param>
    /// <param name="asset">The asset, or null for a negative entry.</param>
    /// <param name="isRefreshDue">True for exactly one caller once the entry is due for refresh.</param>
    /// <returns>Whether the key has a valid entry.</returns>
    public bool TryGet(AssetKey key, long now, bool isLookup, out Asset? asset, out bool isRefreshDue)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            if (isLookup && entry.Reread(now) is > 0 and var elapsed)
            {
                _reuse.Record(elapsed);
            }

            if (now < entry.ExpiresAt)
            {
                entry.Touch();
                isRefreshDue = now >= entry.RefreshAt && entry.TryClaimRefresh();
                asset = entry.Asset;
                return true;
            }
        }

        asset = null;
        isRefreshDue = false;
        return false;
    }

    /// <summary>Why a key has no valid entry.</summary>
    public MissCause CauseOf(AssetKey key) =>
        _entries.TryGetValue(key, out var entry) ? entry.Asset is null ? MissCause.Negative : MissCause.Expired
        : _evicted.Take(comparer.GetHashCode(key));

    /// <summary>
    /// Stores an asset, or null as a negative entry. An older asset never replaces a newer one that has not expired; an older copy not even one
    /// that has.
    /// </summary>
    /// <param name="isCopy">Whether the asset comes from another cache instead of the registry.</param>
    /// <returns>The asset now cached.</returns>
    public Asset? Set(AssetKey key, Asset? asset, TimeSpan timeToLive, bool isCopy = false)
    {
        while (true)
        {
            _entries.TryGetValue(key, out var old);
            var kept = Newest(old, asset, isCopy);
            if (old is not null && asset is null && kept is not null)
            {
                return kept;
            }

            var entry = CreateEntry(key, kept, timeToLive, old);
            if (old is null ? !_entries.TryAdd(key, entry) : !_entries.TryUpdate(key, entry, old))
            {
                continue;
            }

            Interlocked.Add(ref _bytes, entry.Bytes - (old?.Bytes ?? 0));
            old?.MarkReplaced();
            _hand.Enqueue(entry);
            Evict();
            return kept;
        }
    }

    Asset? Newest(Entry? old, Asset? asset, bool isCopy)
    {
        if (old?.Asset is not { } held || (!isCopy && clock.GetTimestamp() >= old.ExpiresAt))
        {
            return asset;
        }

        return asset is null || held.Price?.ObservedAt > (asset.Price?.ObservedAt ?? DateTimeOffset.MinValue) ? held : asset;
    }

    Entry CreateEntry(AssetKey key, Asset? asset, TimeSpan timeToLive, Entry? old)
    {
        var now = clock.GetTimestamp();
        var lifetime = timeToLive.TotalSeconds * clock.TimestampFrequency;
        // Negative entries are never refreshed.
        var refreshAt = asset is null || refreshAfter >= 1 ? long.MaxValue : now + (long)(lifetime * refreshAfter);
        return new Entry(key, asset, now + (long)lifetime, refreshAt, EstimateBytes(key, asset), old?.ReadAt ?? now);
    }

    public void Remove(AssetKey key)
    {
        if (_entries.TryRemove(key, out var entry))
        {
            Interlocked.Add(ref _bytes, -entry.Bytes);
            entry.MarkReplaced();
        }
    }

    void Evict()
    {
        // The queue also holds replaced and removed entries; it is swept when they outnumber the live ones.
        if (_entries.Count <= maxEntries && Bytes <= maxBytes && _hand.Count <= 2 * Math.Max(maxEntries, 1))
        {
            return;
        }

        lock (_eviction)
        {
            while ((_entries.Count > maxEntries || Bytes > maxBytes || _hand.Count > 2 * Math.Max(maxEntries, 1)) && _hand.TryDequeue(out var entry))
            {
                if (entry.IsReplaced)
                {
                    continue;
                }

                if (entry.IsTouched && clock.GetTimestamp() < entry.ExpiresAt)
                {
                    entry.Forget();
                    _hand.Enqueue(entry);
                    continue;
                }

                if (_entries.TryRemove(KeyValuePair.Create(entry.Key, entry)))
                {
                    Interlocked.Add(ref _bytes, -entry.Bytes);
                    Interlocked.Increment(ref _evictions);
                    _evicted.Add(comparer.GetHashCode(entry.Key), entry.ExpiresAt);
                }
            }
        }
    }

    static int EstimateBytes(AssetKey key, Asset? asset)
    {
        var characters = key.Network.Length + key.ContractAddress.Length;
        if (asset is not null)
        {
            characters += asset.Facts.Symbol.Length + asset.Facts.Name.Length + (asset.Facts.IconUrl?.Length ?? 0)
                + (asset.Facts.GroupId?.Length ?? 0) + (asset.Website?.Length ?? 0);
        }

        return EntryOverheadBytes + (asset?.Market is null ? 0 : MarketBytes) + (2 * characters);
    }

    sealed class Entry(AssetKey key, Asset? asset, long expiresAt, long refreshAt, int bytes, long readAt)
    {
        long _readAt = readAt;
        volatile bool _isTouched;
        volatile bool _isReplaced;
        int _refreshClaims;

        public AssetKey Key { get; } = key;

        public Asset? Asset { get; } = asset;

        public long ExpiresAt { get; } = expiresAt;

        public long RefreshAt { get; } = refreshAt;

        public int Bytes { get; } = bytes;

        public long ReadAt => Volatile.Read(ref _readAt);

        public bool IsTouched => _isTouched;

        public bool IsReplaced => _isReplaced;

        // Like Touch it writes once per tick of the coarse clock at most.
        public long Reread(long now) => now > ReadAt ? now - Interlocked.Exchange(ref _readAt, now) : 0;

        // Reads before it writes, so that a hot entry's cache line stays shared between cores.
        public void Touch()
        {
            if (!_isTouched)
            {
                _isTouched = true;
            }
        }

        public void Forget() => _isTouched = false;

        public void MarkReplaced() => _isReplaced = true;

        public bool TryClaimRefresh() => _refreshClaims == 0 && Interlocked.Exchange(ref _refreshClaims, 1) == 0;
    }
}
