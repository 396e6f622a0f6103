using System.Globalization;
using AssetFunctions.Redis.Connection;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Providers;

/// <summary>
/// Rate limiter for all instances that share a Redis: one script per decision, on the clock of Redis. During an outage each instance applies the budgets
/// alone, so a provider may receive the budget once per instance, until it throttles. A late response only delays a call; an instance decides
/// alone only when the circuit opens.
/// </summary>
/// <param name="local">Decides during an outage; it receives every hold.</param>
/// <param name="clock">Replaces the clock of Redis; for tests.</param>
sealed class RedisRateLimiter(RedisCalls calls, IOptions<RedisOptions> settings, LocalRateLimiter local, TimeProvider? clock = null) : IRateLimiter
{
    readonly string _prefix = $"{settings.Value.InstanceName}limit:v1:";

    public async Task<RateLimitDecision> AcquireAsync(string provider, CallBudget budget, CancellationToken cancellationToken)
    {
        // Instances that start together would otherwise each spend the whole budget before their connection is open.
        await calls.OpenAsync(cancellationToken);
        try
        {
            var result = await EvaluateAsync(
                RateLimitScripts.Acquire,
                provider,
                [Now(), Number(budget.PerSecond), budget.Burst, Number(budget.PerDay), Number(budget.PerMonth), Milliseconds(budget.MaxWait), Milliseconds(RateLimitDefaults.Recovery)],
                cancellationToken);
            var values = (RedisValue[])result!;
            var wait = TimeSpan.FromMilliseconds((long)values[1]);
            return (string?)values[0] switch
            {
                "granted" => new RateLimitDecision.Granted(wait),
                "hold" => new RateLimitDecision.Denied(wait, RateLimitBound.Hold),
                "second" => new RateLimitDecision.Denied(wait, RateLimitBound.Second),
                "day" => new RateLimitDecision.Denied(wait, RateLimitBound.Day),
                _ => new RateLimitDecision.Denied(wait, RateLimitBound.Month),
            };
        }
        catch (SharedCacheException ex) when (ex.Failure == SharedCacheFailure.Timeout)
        {
            // One late response is not an outage: deciding alone would spend budget that other instances use. In an outage the circuit opens soon.
            return new RateLimitDecision.Denied(RedisDefaults.LateResponsePause, RateLimitBound.Second);
        }
        catch (SharedCacheException)
        {
            return await local.AcquireAsync(provider, budget, cancellationToken);
        }
    }

    public async Task HoldAsync(string provider, TimeSpan duration, bool slowDown, CancellationToken cancellationToken)
    {
        await local.HoldAsync(provider, duration, slowDown, cancellationToken);
        try
        {
            await EvaluateAsync(
                RateLimitScripts.Hold,
                provider,
                [Now(), Milliseconds(duration), slowDown ? 1 : 0, Number(RateLimitDefaults.MinFactor), Milliseconds(RateLimitDefaults.SlowDownInterval), Milliseconds(RateLimitDefaults.Recovery)],
                cancellationToken);
        }
        catch (SharedCacheException)
        {
            // This instance holds its calls; the others learn from the provider, as without a shared limiter.
        }
    }

    Task<RedisResult> EvaluateAsync(string script, string provider, RedisValue[] arguments, CancellationToken cancellationToken) =>
        calls.RunAsync(database => database.ScriptEvaluateAsync(script, [_prefix + provider], arguments), cancellationToken);

    RedisValue Now() => clock is null ? RedisValue.EmptyString : clock.GetUtcNow().ToUnixTimeMilliseconds();

    static RedisValue Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    static RedisValue Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty;
}
