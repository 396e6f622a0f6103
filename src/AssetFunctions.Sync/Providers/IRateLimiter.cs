namespace AssetFunctions.Sync.Providers;

/// <summary>
/// Keeps the calls to a provider within its budgets, across all instances that share the limiter's state. Never fails a call: without access to
/// that state it decides locally.
/// </summary>
public interface IRateLimiter
{
    /// <summary>Takes one call from every budget of a provider, or from none.</summary>
    /// <param name="provider">Name of the provider, e.g. <c>zerion</c>. Providers have separate budgets.</param>
    /// <param name="budget">Limits of the provider; the same on all instances.</param>
    Task<RateLimitDecision> AcquireAsync(string provider, CallBudget budget, CancellationToken cancellationToken);

    /// <summary>Holds all calls to a provider for a time that it demanded. A shorter hold never ends a longer one.</summary>
    /// <param name="duration">Time during which no call can succeed.</param>
    /// <param name="slowDown">
    /// Whether the provider throttled a call: the rate is halved, at most once a second and to no less than
    /// <see cref="RateLimitDefaults.MinFactor"/>, and recovers evenly over <see cref="RateLimitDefaults.Recovery"/>.
    /// </param>
    Task HoldAsync(string provider, TimeSpan duration, bool slowDown, CancellationToken cancellationToken);
}

/// <summary>Calls that a provider allows. Null members set no limit.</summary>
public sealed record CallBudget
{
    /// <summary>Calls per second, evenly spaced.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Calls that may be sent at once after a pause. At least 1.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>Calls per day (UTC).</summary>
    public long? PerDay { get; init; }

    /// <summary>Calls per calendar month (UTC).</summary>
    public long? PerMonth { get; init; }

    /// <summary>Longest time a caller waits for its turn. A call that would have to wait longer is denied and uses no budget.</summary>
    public TimeSpan MaxWait { get; init; } = RateLimitDefaults.MaxWait;
}

/// <summary>Whether a call may be sent.</summary>
public abstract record RateLimitDecision
{
    RateLimitDecision()
    {
    }

    /// <summary>The call is deducted from the budgets and may be sent after <paramref name="Delay"/>, which may be zero.</summary>
    public sealed record Granted(TimeSpan Delay) : RateLimitDecision;

    /// <summary>The call must not be sent before <paramref name="RetryAfter"/> has passed.</summary>
    public sealed record Denied(TimeSpan RetryAfter, RateLimitBound Bound) : RateLimitDecision;
}

/// <summary>The bound that denied a call.</summary>
public enum RateLimitBound
{
    /// <summary>The provider demanded a pause.</summary>
    Hold,

    /// <summary>The calls per second.</summary>
    Second,

    /// <summary>The calls per day.</summary>
    Day,

    /// <summary>The calls per month.</summary>
    Month,

    /// <summary>No budget: the provider fails too often to be called.</summary>
    Outage,
}

/// <summary>Constants shared by all rate limiters, so that they decide alike.</summary>
public static class RateLimitDefaults
{
    /// <summary>Share of the rate that remains, however often a provider throttles.</summary>
    public const double MinFactor = 1.0 / 16;

    /// <summary>Time in which a reduced rate recovers.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromMinutes(5);

    /// <summary>Throttled calls within this time count as one.</summary>
    public static readonly TimeSpan SlowDownInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest time a caller waits for its turn.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);
}
