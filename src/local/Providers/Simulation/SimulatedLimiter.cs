using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>Counts calls against fixed windows and reports them in headers, as Zerion does for an organisation.</summary>
sealed class SimulatedLimiter(SimulatedQuota quota, TimeProvider timeProvider)
{
    readonly Lock _gate = new();
    int _calls;
    int _throttled;
    readonly Window[] _windows =
    [
        new("Second", quota.PerSecond, now => new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddSeconds(1)),
        new("Day", quota.PerDay, now => new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1)),
        new("Month", quota.PerMonth, now => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1)),
    ];

    /// <summary>The calls so far.</summary>
    public SimulatorUsage Usage
    {
        get
        {
            lock (_gate)
            {
                return new SimulatorUsage(_calls, _throttled, _windows[0].Peak, _windows[1].Peak);
            }
        }
    }

    /// <summary>Counts one call and writes the headers.</summary>
    /// <returns>Whether every window had room for it.</returns>
    public bool TryTake(IHeaderDictionary headers)
    {
        lock (_gate)
        {
            var now = timeProvider.GetUtcNow();
            var allowed = true;
            foreach (var window in _windows)
            {
                allowed &= window.Take(now);
                headers[$"RateLimit-Org-{window.Name}-Limit"] = $"{window.Limit}";
                headers[$"RateLimit-Org-{window.Name}-Remaining"] = $"{Math.Max(0, window.Limit - window.Used)}";
                headers[$"RateLimit-Org-{window.Name}-Reset"] = $"{Math.Ceiling((window.EndsAt - now).TotalSeconds)}";
            }

            headers["RateLimit-Org-Tier"] = "simulator";
            _calls++;
            _throttled += allowed ? 0 : 1;
            return allowed;
        }
    }

    sealed class Window(string name, int limit, Func<DateTimeOffset, DateTimeOffset> endAfter)
    {
        public string Name => name;

        public int Limit => limit;

        public int Used { get; private set; }

        public int Peak { get; private set; }

        public DateTimeOffset EndsAt { get; private set; }

        public bool Take(DateTimeOffset now)
        {
            if (now >= EndsAt)
            {
                EndsAt = endAfter(now);
                Used = 0;
            }

            Used++;
            Peak = Math.Max(Peak, Used);
            return Used <= limit;
        }
    }
}
