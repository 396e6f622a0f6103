using System.Collections.Concurrent;

namespace AssetFunctions.Sync.Providers;

/// <summary>What the rate limiter has decided in this process, per source.</summary>
public sealed class RateLimitMeter(TimeProvider clock)
{
    readonly ConcurrentDictionary<string, RateLimitUsage> _usages = new(StringComparer.Ordinal);

    /// <summary>A limiter that decides as <paramref name="limiter"/> does, and whose decisions are counted.</summary>
    public IRateLimiter Watch(IRateLimiter limiter) => new Watched(limiter, this);

    /// <summary>The sources that were asked for a call, in ordinal order of their names.</summary>
    public IReadOnlyList<RateLimitUsage> Usages => [.. _usages.Values.OrderBy(usage => usage.Source, StringComparer.Ordinal)];

    void Change(string source, Func<RateLimitUsage, RateLimitUsage> change) =>
        _usages.AddOrUpdate(source, name => change(new RateLimitUsage(name)), (_, usage) => change(usage));

    sealed class Watched(IRateLimiter limiter, RateLimitMeter meter) : IRateLimiter
    {
        public async Task<RateLimitDecision> AcquireAsync(string source, CallBudget budget, CancellationToken cancellationToken)
        {
            var decision = await limiter.AcquireAsync(source, budget, cancellationToken);
            meter.Change(source, usage => decision is RateLimitDecision.Denied denied
                ? usage with { Budget = budget, Denied = usage.Denied + 1, LastBound = denied.Bound, DeniedUntil = meter.UtcNow + denied.RetryAfter }
                : usage with { Budget = budget, Granted = usage.Granted + 1 });
            return decision;
        }

        public Task HoldAsync(string source, TimeSpan duration, bool slowDown, CancellationToken cancellationToken)
        {
            meter.Change(source, usage => usage with { Holds = usage.Holds + 1 });
            return limiter.HoldAsync(source, duration, slowDown, cancellationToken);
        }
    }

    DateTimeOffset UtcNow => clock.GetUtcNow();
}

/// <summary>Calls to one source as its rate limiter saw them in this process.</summary>
/// <param name="Source">Name of the source.</param>
public sealed record RateLimitUsage(string Source)
{
    /// <summary>The budget at the last call, or null before the first.</summary>
    public CallBudget? Budget { get; init; }

    /// <summary>Calls that went out.</summary>
    public long Granted { get; init; }

    /// <summary>Calls that would have had to wait too long.</summary>
    public long Denied { get; init; }

    /// <summary>Pauses that the source demanded.</summary>
    public long Holds { get; init; }

    /// <summary>What denied the last call that was denied, or null.</summary>
    public RateLimitBound? LastBound { get; init; }

    /// <summary>Until when it was denied (UTC), or null.</summary>
    public DateTimeOffset? DeniedUntil { get; init; }
}
