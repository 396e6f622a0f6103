using System.Numerics;

namespace AssetFunctions.Sync.Caching;

/// <summary>Histogram of the times between two lookups of a key: four buckets for each power of two milliseconds.</summary>
/// <param name="frequency">Ticks of the clock per second.</param>
sealed class ReuseTimes(long frequency)
{
    const int PartBits = 2;
    const int Parts = 1 << PartBits;

    // The last bucket begins after 34 days.
    const int Powers = 32;

    readonly long[] _lookups = new long[Powers * Parts];

    public void Record(long ticks) => Interlocked.Increment(ref _lookups[BucketOf((long)(1000.0 * ticks / frequency))]);

    /// <summary>The buckets that are not empty, shortest times first.</summary>
    public IReadOnlyList<ReuseBucket> Buckets()
    {
        var buckets = new List<ReuseBucket>();
        for (var i = 0; i < _lookups.Length; i++)
        {
            if (Interlocked.Read(ref _lookups[i]) is > 0 and var lookups)
            {
                buckets.Add(new ReuseBucket(StartOf(i), StartOf(i + 1), lookups));
            }
        }

        return buckets;
    }

    static int BucketOf(long milliseconds)
    {
        var value = Math.Max(Parts, milliseconds);
        var power = BitOperations.Log2((ulong)value);
        return Math.Min((power * Parts) + (int)((value >> (power - PartBits)) & (Parts - 1)), (Powers * Parts) - 1);
    }

    static TimeSpan StartOf(int bucket) => TimeSpan.FromMilliseconds((Parts + (bucket % Parts)) * Math.Pow(2, (bucket / Parts) - PartBits));
}
