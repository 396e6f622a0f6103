using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Call budget of Zerion: the settings, else the rate per second in its responses. Its plans change more often than settings do.</summary>
sealed class ZerionCallBudget(IOptions<ZerionOptions> settings, TimeProvider clock) : ICallBudget
{
    readonly ZerionOptions _options = settings.Value;
    long _statedPerSecond;
    long _reservedUntil;
    volatile bool _hasResponse;

    public CallBudget Current => _options.Budget(Interlocked.Read(ref _statedPerSecond) is > 0 and var stated ? stated : ZerionDefaults.StartCallsPerSecond);

    public bool IsLearning => !_hasResponse && _options.CallsPerSecond is null;

    /// <summary>Time until a quota of which little was left at the last response is renewed, or null.</summary>
    public TimeSpan? TimeReserved => Interlocked.Read(ref _reservedUntil) - clock.GetUtcNow().UtcTicks is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    public RateLimitPause? Read(HttpResponseMessage response)
    {
        var limit = ZerionRateLimit.Read(response.Headers);
        Interlocked.Exchange(ref _statedPerSecond, limit.Second.Limit ?? Interlocked.Read(ref _statedPerSecond));
        Interlocked.Exchange(ref _reservedUntil, clock.GetUtcNow().UtcTicks + Math.Max(limit.Day.TimeReserved.Ticks, limit.Month.TimeReserved.Ticks));
        _hasResponse = true;
        return limit.PauseAfter(response.StatusCode, RetryAfter.Read(response.Headers, clock.GetUtcNow()));
    }

    public ProviderResult.Throttled Throttled(HttpResponseMessage response)
    {
        var limit = ZerionRateLimit.Read(response.Headers);
        var budget = limit.Month.IsExhausted ? "The month's quota of Zerion calls is used up."
            : limit.Day.IsExhausted ? "The day's quota of Zerion calls is used up."
            : "Zerion requires fewer calls per second.";
        return new ProviderResult.Throttled(limit.DelayAfterThrottling(RetryAfter.Read(response.Headers, clock.GetUtcNow())), budget);
    }
}
