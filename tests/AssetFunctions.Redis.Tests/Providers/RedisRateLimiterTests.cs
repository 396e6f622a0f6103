using AssetFunctions.Redis.Connection;
using AssetFunctions.Redis.Providers;
using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Redis.Tests.Providers;

public sealed class RedisRateLimiterTests(RedisFixture redis) : RateLimiterContract, IClassFixture<RedisFixture>, IAsyncDisposable
{
    readonly string _prefix = RedisInstance.NewPrefix();
    readonly List<RedisInstance> _instances = [];

    protected override Task<IRateLimiter> LimiterAsync()
    {
        var instance = Instance();
        return Task.FromResult<IRateLimiter>(new RedisRateLimiter(
            instance.Get<RedisCalls>(), instance.Get<IOptions<RedisOptions>>(), new LocalRateLimiter(Clock), Clock));
    }

    [Fact]
    public async Task Instances_share_one_budget_on_the_clock_of_Redis()
    {
        var budget = new CallBudget { PerMonth = 3 };
        var (first, second) = (Instance().Limiter, Instance().Limiter);

        Assert.IsType<RateLimitDecision.Granted>(await first.AcquireAsync("zerion", budget, default));
        Assert.IsType<RateLimitDecision.Granted>(await second.AcquireAsync("zerion", budget, default));
        Assert.IsType<RateLimitDecision.Granted>(await first.AcquireAsync("zerion", budget, default));
        var denied = Assert.IsType<RateLimitDecision.Denied>(await second.AcquireAsync("zerion", budget, default));

        var now = TimeProvider.System.GetUtcNow();
        var nextMonth = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, default).AddMonths(1);
        Assert.Equal(RateLimitBound.Month, denied.Bound);
        Assert.InRange(denied.RetryAfter, TimeSpan.Zero, nextMonth - now + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_hold_reported_by_one_instance_stops_the_others()
    {
        var (first, second) = (Instance().Limiter, Instance().Limiter);

        await first.HoldAsync("zerion", TimeSpan.FromHours(1), slowDown: true, default);

        Assert.Equal(RateLimitBound.Hold, Assert.IsType<RateLimitDecision.Denied>(await second.AcquireAsync("zerion", new CallBudget(), default)).Bound);
    }

    [Fact]
    public async Task While_Redis_is_down_every_instance_keeps_the_budget_and_the_holds_that_it_knows()
    {
        var own = await RedisFixture.StartNewAsync();
        await using var instance = new RedisInstance(own.ConnectionString, _prefix);
        await instance.Limiter.HoldAsync("held", TimeSpan.FromHours(1), slowDown: false, default);
        await own.KillAsync();
        var budget = new CallBudget { PerDay = 1 };

        Assert.IsType<RateLimitDecision.Granted>(await instance.Limiter.AcquireAsync("zerion", budget, default));
        Assert.IsType<RateLimitDecision.Denied>(await instance.Limiter.AcquireAsync("zerion", budget, default));
        Assert.IsType<RateLimitDecision.Denied>(await instance.Limiter.AcquireAsync("held", budget, default));
        await instance.Limiter.HoldAsync("zerion", TimeSpan.FromHours(1), slowDown: true, default);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task One_late_response_delays_a_call_and_an_instance_uses_its_own_budget_only_in_an_outage()
    {
        var own = await RedisFixture.StartNewAsync();
        await using var instance = new RedisInstance(own.ConnectionString, _prefix, null, ("TimeoutMilliseconds", "500"));
        await instance.Get<RedisCalls>().OpenAsync(default);
        await own.PauseAsync();

        var first = await instance.Limiter.AcquireAsync("zerion", new CallBudget(), default);
        var later = new List<RateLimitDecision>();
        while (later.LastOrDefault() is not RateLimitDecision.Granted && later.Count < 20)
        {
            later.Add(await instance.Limiter.AcquireAsync("zerion", new CallBudget(), default));
        }

        await own.DisposeAsync();
        Assert.Equal(new RateLimitDecision.Denied(RedisDefaults.LateResponsePause, RateLimitBound.Second), first);
        Assert.IsType<RateLimitDecision.Granted>(later[^1]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }

    RedisInstance Instance()
    {
        var instance = new RedisInstance(redis.ConnectionString, _prefix);
        _instances.Add(instance);
        return instance;
    }
}
