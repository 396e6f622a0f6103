using System.Numerics;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Remembers the hashes of evicted keys, whose misses are counted apart from those of new keys. It is bounded: a later key takes the place of an
/// earlier one, whose miss then counts as cold.
/// </summary>
sealed class EvictedKeys(int maxEntries, TimeProvider clock)
{
    const int MaxSlots = 65_536;

    readonly long _start = clock.GetTimestamp();

    // A slot holds a hash in its upper half, in its lower one the second after the start in which the entry would have expired.
    readonly Lazy<ulong[]> _slots = new(() => new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(maxEntries, 1, MaxSlots))]);

    public void Add(int hash, long expiresAt) => Volatile.Write(ref SlotOf(hash), Upper(hash) | SecondOf(expiresAt));

    /// <summary>Why a key without an entry is missing. An eviction is reported once.</summary>
    public MissCause Take(int hash)
    {
        if (!_slots.IsValueCreated)
        {
            return MissCause.Cold;
        }

        ref var slot = ref SlotOf(hash);
        var found = Volatile.Read(ref slot);
        if (found == 0 || (found & ~(ulong)uint.MaxValue) != Upper(hash))
        {
            return MissCause.Cold;
        }

        Volatile.Write(ref slot, 0);
        return SecondOf(clock.GetTimestamp()) < (uint)found ? MissCause.Evicted : MissCause.Expired;
    }

    ref ulong SlotOf(int hash) => ref _slots.Value[hash & (_slots.Value.Length - 1)];

    static ulong Upper(int hash) => (ulong)(uint)hash << 32;

    // At least 1, so that no slot in use is 0.
    uint SecondOf(long timestamp) => (uint)Math.Max(1, (timestamp - _start) / clock.TimestampFrequency);
}
