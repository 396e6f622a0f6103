namespace AssetFunctions.Local.Cosmos.Faults;

/// <summary>
/// A token bucket of request units, one second deep. As in the service, a request is admitted while any units are left,
/// and may overdraw; later requests wait until the debt is repaid.
/// </summary>
sealed class ThroughputCap
{
    readonly TimeProvider _clock;
    double _available;
    long _refilled;

    public ThroughputCap(double unitsPerSecond, TimeProvider clock)
    {
        _clock = clock;
        UnitsPerSecond = unitsPerSecond;
        _available = unitsPerSecond;
        _refilled = clock.GetTimestamp();
    }

    public double UnitsPerSecond { get; }

    /// <summary>Time until a request is admitted; null when one is admitted now.</summary>
    public TimeSpan? WaitTime()
    {
        Refill();
        return _available > 0 ? null : TimeSpan.FromMilliseconds(Math.Ceiling(1 - _available * 1000 / UnitsPerSecond));
    }

    public void Spend(double units)
    {
        Refill();
        _available -= units;
    }

    void Refill()
    {
        var now = _clock.GetTimestamp();
        _available = Math.Min(UnitsPerSecond, _available + _clock.GetElapsedTime(_refilled, now).TotalSeconds * UnitsPerSecond);
        _refilled = now;
    }
}
