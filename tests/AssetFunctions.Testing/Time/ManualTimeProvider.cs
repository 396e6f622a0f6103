namespace AssetFunctions.Testing.Time;

/// <summary>
/// A clock that moves only when told to. Timers fire, in order of their due times, on the thread that moves the clock, and see the time they
/// were due at.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    readonly Lock _gate = new();
    readonly List<ManualTimer> _timers = [];
    DateTimeOffset _now = start;
    long _sequence;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that wait to fire, for tests that must know whether somebody is waiting.</summary>
    public int WaitingTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward and fires what becomes due on the way, periodic timers as often as their period has passed.</summary>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        var target = GetUtcNow() + span;
        while (TakeDue(target) is { } due)
        {
            due.Fire();
        }

        lock (_gate)
        {
            _now = target > _now ? target : _now;
        }
    }

    ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.DueAt <= target).MinBy(timer => (timer.DueAt, timer.Order));
            if (next is null)
            {
                return null;
            }

            _now = next.DueAt > _now ? next.DueAt : _now;
            _timers.Remove(next);
            if (next.Period is { } period)
            {
                Schedule(next, next.DueAt + period);
            }

            return next;
        }
    }

    void Schedule(ManualTimer timer, DateTimeOffset dueAt)
    {
        timer.DueAt = dueAt;
        timer.Order = ++_sequence;
        _timers.Add(timer);
    }

    sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        bool _isDisposed;

        public DateTimeOffset DueAt { get; set; }

        public long Order { get; set; }

        public TimeSpan? Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isDueNow = dueTime == TimeSpan.Zero;
            lock (clock._gate)
            {
                if (_isDisposed)
                {
                    return false;
                }

                clock._timers.Remove(this);
                Period = period > TimeSpan.Zero ? period : null;
                var first = isDueNow ? period : dueTime;
                if (first > TimeSpan.Zero)
                {
                    clock.Schedule(this, clock._now + first);
                }
            }

            // A timer that is due at once fires from the pool, as the system's timers do: the caller may not be ready for it yet.
            if (isDueNow)
            {
                ThreadPool.QueueUserWorkItem(_ => Fire());
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _isDisposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
