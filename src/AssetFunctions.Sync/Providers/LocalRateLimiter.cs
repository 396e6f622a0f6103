using System.Collections.Concurrent;

namespace AssetFunctions.Sync.Providers;

/// <summary>
/// A rate limiter for one process: a token bucket that reserves turns in advance, plus daily and monthly counters. The Redis limiter applies the
/// same rules across processes; one set of contract tests covers both.
/// </summary>
public sealed class LocalRateLimiter(TimeProvider clock) : IRateLimiter
{
    readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    public Task<RateLimitDecision> AcquireAsync(string provider, CallBudget budget, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(BucketOf(provider).Acquire(budget, clock.GetUtcNow()));
    }

    public Task HoldAsync(string provider, TimeSpan duration, bool slowDown, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BucketOf(provider).Hold(duration, slowDown, clock.GetUtcNow());
        return Task.CompletedTask;
    }

    Bucket BucketOf(string provider) => _buckets.GetOrAdd(provider, _ => new Bucket());

    sealed class Bucket
    {
        readonly Lock _gate = new();
        double? _tokens;
        DateTimeOffset _filledAt;
        DateTimeOffset _heldUntil;
        double _factor = 1;
        DateTimeOffset _slowedAt;
        (DateTimeOffset Start, long Calls) _day;
        (DateTimeOffset Start, long Calls) _month;

        public RateLimitDecision Acquire(CallBudget budget, DateTimeOffset now)
        {
            lock (_gate)
            {
                var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
                var thisMonth = today.AddDays(1 - today.Day);
                _day = _day.Start == today ? _day : (today, 0);
                _month = _month.Start == thisMonth ? _month : (thisMonth, 0);
                if (_heldUntil - now > budget.MaxWait)
                {
                    return new RateLimitDecision.Denied(_heldUntil - now, RateLimitBound.Hold);
                }

                if (_month.Calls >= budget.PerMonth)
                {
                    return new RateLimitDecision.Denied(thisMonth.AddMonths(1) - now, RateLimitBound.Month);
                }

                if (_day.Calls >= budget.PerDay)
                {
                    return new RateLimitDecision.Denied(today.AddDays(1) - now, RateLimitBound.Day);
                }

                return TakeTurn(budget, now);
            }
        }

        public void Hold(TimeSpan duration, bool slowDown, DateTimeOffset now)
        {
            lock (_gate)
            {
                _heldUntil = now + duration > _heldUntil ? now + duration : _heldUntil;
                if (slowDown && now - _slowedAt >= RateLimitDefaults.SlowDownInterval)
                {
                    _factor = Math.Max(RateLimitDefaults.MinFactor, FactorAt(now) / 2);
                    _slowedAt = now;
                }
            }
        }

        // Turns start at the end of a hold; otherwise all waiting calls would be sent at once.
        RateLimitDecision TakeTurn(CallBudget budget, DateTimeOffset now)
        {
            var start = now > _heldUntil ? now : _heldUntil;
            var wait = start - now;
            if (budget.PerSecond is { } perSecond)
            {
                var rate = perSecond * FactorAt(now);
                var since = start - _filledAt;
                var filled = (_tokens ?? budget.Burst) + (Math.Max(0, since.TotalSeconds) * rate);
                var left = Math.Min(budget.Burst, filled) - 1;
                wait += left >= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(-left / rate * 1000));
                if (wait > budget.MaxWait)
                {
                    return new RateLimitDecision.Denied(wait, RateLimitBound.Second);
                }

                _tokens = left;
                _filledAt = start > _filledAt ? start : _filledAt;
            }

            _day.Calls++;
            _month.Calls++;
            return new RateLimitDecision.Granted(wait);
        }

        double FactorAt(DateTimeOffset now) =>
            Math.Min(1, _factor + ((1 - _factor) * Math.Max(0, (now - _slowedAt) / RateLimitDefaults.Recovery)));
    }
}
