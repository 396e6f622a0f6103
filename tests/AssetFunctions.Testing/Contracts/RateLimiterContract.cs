using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Time;
using Xunit;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IRateLimiter"/> promises. Derive once per adapter.</summary>
public abstract class RateLimiterContract
{
    static readonly CancellationToken Token = CancellationToken.None;
    static readonly CallBudget TenPerSecond = new() { PerSecond = 10, MaxWait = TimeSpan.Zero };

    /// <summary>A provider of its own for every test, so that adapters may share one store.</summary>
    readonly string _provider = $"provider-{Guid.NewGuid():N}";

    /// <summary>The clock that the limiter under test goes by.</summary>
    protected ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.Zero));

    /// <summary>The limiter under test.</summary>
    protected abstract Task<IRateLimiter> LimiterAsync();

    [Fact]
    public async Task Without_a_budget_every_call_goes_out_at_once()
    {
        var limiter = await LimiterAsync();

        for (var call = 0; call < 100; call++)
        {
            Assert.Equal(TimeSpan.Zero, await GrantedAsync(limiter, new CallBudget()));
        }
    }

    [Fact]
    public async Task Calls_are_spread_over_the_second()
    {
        var limiter = await LimiterAsync();
        Assert.Equal(TimeSpan.Zero, await GrantedAsync(limiter, TenPerSecond));

        var denied = await DeniedAsync(limiter, TenPerSecond);
        Clock.Advance(denied.RetryAfter);

        Assert.Equal((RateLimitBound.Second, TimeSpan.FromMilliseconds(100)), (denied.Bound, denied.RetryAfter));
        Assert.Equal(TimeSpan.Zero, await GrantedAsync(limiter, TenPerSecond));
        await DeniedAsync(limiter, TenPerSecond);
    }

    [Fact]
    public async Task A_burst_goes_out_at_once_after_a_pause_and_no_more_than_that()
    {
        var limiter = await LimiterAsync();
        var budget = TenPerSecond with { Burst = 3 };
        for (var round = 0; round < 2; round++)
        {
            for (var call = 0; call < 3; call++)
            {
                Assert.Equal(TimeSpan.Zero, await GrantedAsync(limiter, budget));
            }

            await DeniedAsync(limiter, budget);
            Clock.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Callers_that_wait_get_one_turn_after_the_other()
    {
        var limiter = await LimiterAsync();
        var budget = TenPerSecond with { MaxWait = TimeSpan.FromMilliseconds(250) };

        Assert.Equal(TimeSpan.Zero, await GrantedAsync(limiter, budget));
        Assert.Equal(TimeSpan.FromMilliseconds(100), await GrantedAsync(limiter, budget));
        Assert.Equal(TimeSpan.FromMilliseconds(200), await GrantedAsync(limiter, budget));
        Assert.Equal(TimeSpan.FromMilliseconds(300), (await DeniedAsync(limiter, budget)).RetryAfter);
    }

    [Fact]
    public async Task Many_callers_at_once_get_no_more_than_the_budget()
    {
        var limiters = new[] { await LimiterAsync(), await LimiterAsync() };
        var budget = new CallBudget { PerDay = 40, PerSecond = 1_000_000, MaxWait = TimeSpan.FromHours(1) };

        var decisions = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => limiters[n % 2].AcquireAsync(_provider, budget, Token))));

        Assert.Equal(40, decisions.Count(decision => decision is RateLimitDecision.Granted));
    }

    [Fact]
    public async Task A_day_s_budget_comes_back_at_midnight()
    {
        var limiter = await LimiterAsync();
        var budget = new CallBudget { PerDay = 2 };
        await GrantedAsync(limiter, budget);
        await GrantedAsync(limiter, budget);

        var denied = await DeniedAsync(limiter, budget);
        Clock.Advance(denied.RetryAfter - TimeSpan.FromMilliseconds(1));
        await DeniedAsync(limiter, budget);
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((RateLimitBound.Day, TimeSpan.FromHours(1)), (denied.Bound, denied.RetryAfter));
        await GrantedAsync(limiter, budget);
    }

    [Fact]
    public async Task A_month_s_budget_comes_back_with_the_month_leap_years_included()
    {
        var limiter = await LimiterAsync();
        var budget = new CallBudget { PerMonth = 1 };
        DateTimeOffset[] starts = [new(2026, 2, 1, 0, 0, 0, default), new(2026, 3, 1, 0, 0, 0, default), new(2028, 2, 1, 0, 0, 0, default), new(2028, 3, 1, 0, 0, 0, default)];
        foreach (var next in starts)
        {
            Clock.Advance(next.AddHours(-30) > Clock.GetUtcNow() ? next.AddHours(-30) - Clock.GetUtcNow() : TimeSpan.Zero);
            await limiter.AcquireAsync(_provider, budget, Token);

            var denied = await DeniedAsync(limiter, budget);

            Assert.Equal((RateLimitBound.Month, next - Clock.GetUtcNow()), (denied.Bound, denied.RetryAfter));
            Clock.Advance(denied.RetryAfter);
            await GrantedAsync(limiter, budget);
        }
    }

    [Fact]
    public async Task A_denied_call_takes_nothing_from_any_budget()
    {
        var limiter = await LimiterAsync();
        var budget = TenPerSecond with { PerDay = 2, PerMonth = 2 };
        await GrantedAsync(limiter, budget);
        for (var call = 0; call < 10; call++)
        {
            Assert.Equal(RateLimitBound.Second, (await DeniedAsync(limiter, budget)).Bound);
        }

        Clock.Advance(TimeSpan.FromMilliseconds(100));

        await GrantedAsync(limiter, budget);
        Assert.Equal(RateLimitBound.Month, (await DeniedAsync(limiter, budget)).Bound);
    }

    [Fact]
    public async Task A_hold_stops_all_calls_until_it_has_passed_and_a_shorter_one_does_not_cut_it()
    {
        var limiter = await LimiterAsync();
        await limiter.HoldAsync(_provider, TimeSpan.FromMinutes(30), slowDown: false, Token);
        await limiter.HoldAsync(_provider, TimeSpan.FromSeconds(1), slowDown: false, Token);

        var denied = await DeniedAsync(limiter, TenPerSecond);
        Clock.Advance(denied.RetryAfter);

        Assert.Equal((RateLimitBound.Hold, TimeSpan.FromMinutes(30)), (denied.Bound, denied.RetryAfter));
        await GrantedAsync(limiter, TenPerSecond);
    }

    [Fact]
    public async Task Those_who_wait_for_the_end_of_a_hold_do_not_go_all_at_once()
    {
        var limiter = await LimiterAsync();
        var budget = TenPerSecond with { MaxWait = TimeSpan.FromSeconds(5) };
        await limiter.HoldAsync(_provider, TimeSpan.FromSeconds(2), slowDown: false, Token);

        Assert.Equal(TimeSpan.FromMilliseconds(2_000), await GrantedAsync(limiter, budget));
        Assert.Equal(TimeSpan.FromMilliseconds(2_100), await GrantedAsync(limiter, budget));
        Assert.Equal(TimeSpan.FromMilliseconds(2_200), await GrantedAsync(limiter, budget));
    }

    [Fact]
    public async Task A_throttled_call_halves_the_rate_once_a_second_and_it_recovers()
    {
        var limiter = await LimiterAsync();
        for (var throttled = 0; throttled < 20; throttled++)
        {
            await limiter.HoldAsync(_provider, TimeSpan.Zero, slowDown: true, Token);
        }

        await GrantedAsync(limiter, TenPerSecond);
        Assert.Equal(TimeSpan.FromMilliseconds(200), (await DeniedAsync(limiter, TenPerSecond)).RetryAfter);

        Clock.Advance(RateLimitDefaults.Recovery);
        await GrantedAsync(limiter, TenPerSecond);
        Assert.Equal(TimeSpan.FromMilliseconds(100), (await DeniedAsync(limiter, TenPerSecond)).RetryAfter);
    }

    [Fact]
    public async Task A_provider_that_keeps_throttling_is_still_asked_now_and_then()
    {
        var limiter = await LimiterAsync();
        for (var throttled = 0; throttled < 60; throttled++)
        {
            await limiter.HoldAsync(_provider, TimeSpan.Zero, slowDown: true, Token);
            Clock.Advance(RateLimitDefaults.SlowDownInterval);
        }

        await GrantedAsync(limiter, TenPerSecond);

        Assert.InRange((await DeniedAsync(limiter, TenPerSecond)).RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.6));
    }

    [Fact]
    public async Task Providers_share_nothing()
    {
        var limiter = await LimiterAsync();
        await limiter.HoldAsync(_provider, TimeSpan.FromHours(1), slowDown: true, Token);

        Assert.IsType<RateLimitDecision.Granted>(await limiter.AcquireAsync($"{_provider}-other", TenPerSecond, Token));
    }

    async Task<TimeSpan> GrantedAsync(IRateLimiter limiter, CallBudget budget) =>
        Assert.IsType<RateLimitDecision.Granted>(await limiter.AcquireAsync(_provider, budget, Token)).Delay;

    async Task<RateLimitDecision.Denied> DeniedAsync(IRateLimiter limiter, CallBudget budget) =>
        Assert.IsType<RateLimitDecision.Denied>(await limiter.AcquireAsync(_provider, budget, Token));
}
