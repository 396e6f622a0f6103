using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// What Zerion allows: the settings, and where they say nothing about the second, what Zerion states with every answer. Its plans change
/// more often than settings do.
/// </summary>
sealed class ZerionCallBudget(IOptions<ZerionOptions> settings, TimeProvider clock)
{
    readonly ZerionOptions _options = settings.Value;
    long _statedPerSecond;

    public CallBudget Current => new()
    {
        PerSecond = _options.CallsPerSecond ?? (Interlocked.Read(ref _statedPerSecond) is > 0 and var stated ? stated : null),
        PerDay = _options.CallsPerDay,
        PerMonth = _options.CallsPerMonth,
        // The wait is part of the time a response may take.
        MaxWait = TimeSpan.FromTicks(Math.Min(_options.MaxWait.Ticks, _options.ResponseTimeout.Ticks / 2)),
    };

    public RateLimitPause? Read(HttpResponseMessage response)
    {
        var limit = ZerionRateLimit.Read(response.Headers);
        Interlocked.Exchange(ref _statedPerSecond, limit.Second.Limit ?? Interlocked.Read(ref _statedPerSecond));
        return limit.PauseAfter(response.StatusCode, ZerionRateLimit.RetryAfter(response.Headers, clock.GetUtcNow()));
    }

    /// <summary>Puts a denial into words.</summary>
    public static PositionFetch.Throttled Explain(RateLimitDecision.Denied denied) => new(denied.RetryAfter, denied.Bound switch
    {
        RateLimitBound.Hold => "Zerion asked for a pause.",
        RateLimitBound.Second => "More calls to Zerion are waiting than fit into Zerion:MaxWait.",
        RateLimitBound.Day => "The day's budget of Zerion calls (Zerion:CallsPerDay) is used up.",
        _ => "The month's budget of Zerion calls (Zerion:CallsPerMonth) is used up.",
    });
}
