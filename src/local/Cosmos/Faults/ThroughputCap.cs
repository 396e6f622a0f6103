namespace AssetFunctions.Local.Cosmos.Faults;

/// <summary>
/// A budget of request units that refills once per second's worth of time. A request is admitted while anything is
/// left and may overdraw, as the service does; the debt is waited off.
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

    /// <summary>How long until a request is admitted; null when it is now.</summary>
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
