using System.Collections.Concurrent;

namespace AssetFunctions.Sync.Providers;

/// <summary>Counts what the rate limiter decided in this process, per provider.</summary>
public sealed class RateLimitMeter(TimeProvider clock)
{
    readonly ConcurrentDictionary<string, RateLimitUsage> _usages = new(StringComparer.Ordinal);

    /// <summary>Usage of each provider, in ordinal order of names.</summary>
    public IReadOnlyList<RateLimitUsage> Usages => [.. _usages.Values.OrderBy(usage => usage.Provider, StringComparer.Ordinal)];

    /// <summary>Counts a call that was sent. Repeated attempts at the limiter count once.</summary>
    public void Granted(string provider, CallBudget budget) => Change(provider, usage => usage with { Budget = budget, Granted = usage.Granted + 1 });

    /// <summary>Counts a call that would have had to wait too long.</summary>
    public void Denied(string provider, CallBudget budget, RateLimitDecision.Denied denied)
    {
        var until = clock.GetUtcNow() + denied.RetryAfter;
        Change(provider, usage => usage with { Budget = budget, Denied = usage.Denied + 1, LastBound = denied.Bound, DeniedUntil = until });
    }

    /// <summary>Counts a pause that the provider demanded.</summary>
    public void Held(string provider) => Change(provider, usage => usage with { Holds = usage.Holds + 1 });

    void Change(string provider, Func<RateLimitUsage, RateLimitUsage> change) =>
        _usages.AddOrUpdate(provider, name => change(new RateLimitUsage(name)), (_, usage) => change(usage));
}

/// <summary>Calls to one provider as its rate limiter counted them in this process.</summary>
/// <param name="Provider">Name of the provider.</param>
public sealed record RateLimitUsage(string Provider)
{
    /// <summary>The budget at the last call, or null before the first.</summary>
    public CallBudget? Budget { get; init; }

    /// <summary>Calls that were sent.</summary>
    public long Granted { get; init; }

    /// <summary>Calls that would have had to wait too long.</summary>
    public long Denied { get; init; }

    /// <summary>Pauses that the provider demanded.</summary>
    public long Holds { get; init; }

    /// <summary>Bound that denied the last denied call, or null.</summary>
    public RateLimitBound? LastBound { get; init; }

    /// <summary>Until when that call was denied (UTC), or null.</summary>
    public DateTimeOffset? DeniedUntil { get; init; }
}
