namespace AssetFunctions.Sync.Caching;

/// <summary>Why process memory has no valid entry for a key.</summary>
enum MissCause
{
    Cold,
    Expired,
    Evicted,
    Negative,
}

/// <summary>Counts misses by cause. A mutable value: keep it in a field.</summary>
struct MissCounts
{
    long _cold;
    long _expired;
    long _evicted;
    long _negative;

    public void Count(MissCause cause)
    {
        switch (cause)
        {
            case MissCause.Expired:
                Interlocked.Increment(ref _expired);
                break;
            case MissCause.Evicted:
                Interlocked.Increment(ref _evicted);
                break;
            case MissCause.Negative:
                Interlocked.Increment(ref _negative);
                break;
            default:
                Interlocked.Increment(ref _cold);
                break;
        }
    }

    public CacheMisses Read() =>
        new(Interlocked.Read(ref _cold), Interlocked.Read(ref _expired), Interlocked.Read(ref _evicted), Interlocked.Read(ref _negative));
}
