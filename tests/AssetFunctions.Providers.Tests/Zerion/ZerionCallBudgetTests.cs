using System.Net;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.Zerion;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed class ZerionCallBudgetTests
{
    [Fact]
    public void The_rate_is_80_percent_of_the_last_stated_limit_and_of_the_smallest_plan_before_that()
    {
        var budget = Budget(new ZerionOptions());
        Assert.Equal(0.8, budget.Current.PerSecond);

        budget.Read(Response(headers: ("Second-Limit", "3")));
        Assert.Equal(2.4, budget.Current.PerSecond!.Value, precision: 10);

        budget.Read(Response(headers: ("Second-Limit", "10")));
        budget.Read(Response());
        Assert.Equal(8, budget.Current.PerSecond);
    }

    [Fact]
    public void Zerions_limit_is_read_from_its_first_response_unless_the_settings_have_one()
    {
        var budget = Budget(new ZerionOptions());
        Assert.True(budget.IsLearning);

        budget.Read(Response(HttpStatusCode.BadGateway));

        Assert.False(budget.IsLearning);
        Assert.False(Budget(new ZerionOptions { CallsPerSecond = 5 }).IsLearning);
    }

    [Fact]
    public void A_rate_in_the_settings_takes_precedence_over_the_stated_limit()
    {
        var budget = Budget(new ZerionOptions { CallsPerSecond = 0.5, CallsPerDay = 7, CallsPerMonth = 8 });

        budget.Read(Response(headers: ("Second-Limit", "10")));

        Assert.Equal((0.5, 7L, 8L), (budget.Current.PerSecond, budget.Current.PerDay, budget.Current.PerMonth));
    }

    [Fact]
    public void A_call_waits_at_most_half_the_response_timeout()
    {
        var budget = Budget(new ZerionOptions { MaxWait = TimeSpan.FromMinutes(1), ResponseTimeout = TimeSpan.FromSeconds(30) });

        Assert.Equal(TimeSpan.FromSeconds(15), budget.Current.MaxWait);
    }

    [Fact]
    public void Response_with_calls_left_requires_no_pause() =>
        Assert.Null(Budget(new ZerionOptions()).Read(Response(HttpStatusCode.OK, ("Second-Remaining", "1"), ("Day-Remaining", "1"), ("Month-Remaining", "1"))));

    [Theory]
    [InlineData("Second", "1", 1)]
    [InlineData("Day", "3600", 3_600)]
    [InlineData("Month", "86400", 86_400)]
    public void Last_call_of_a_budget_requires_a_pause_until_its_reset_without_slowing_down(string window, string reset, int seconds) =>
        Assert.Equal(
            new RateLimitPause(TimeSpan.FromSeconds(seconds), IsThrottled: false),
            Budget(new ZerionOptions()).Read(Response(HttpStatusCode.OK, ($"{window}-Remaining", "0"), ($"{window}-Reset", reset))));

    [Theory]
    [InlineData("Second-Reset", "2", 2)]
    [InlineData("Tier", "free", 1)]
    public void A_429_requires_a_pause_and_a_slower_rate(string name, string value, int seconds) =>
        Assert.Equal(
            new RateLimitPause(TimeSpan.FromSeconds(seconds), IsThrottled: true),
            Budget(new ZerionOptions()).Read(Response(HttpStatusCode.TooManyRequests, (name, value))));

    static ZerionCallBudget Budget(ZerionOptions options) => new(Options.Create(options), TimeProvider.System);

    static HttpResponseMessage Response(HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status);
        foreach (var (name, value) in headers)
        {
            response.Headers.Add($"RateLimit-Org-{name}", value);
        }

        return response;
    }
}
