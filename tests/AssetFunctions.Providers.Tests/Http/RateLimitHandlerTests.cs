using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Tests.Zerion;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Providers.Tests.Http;

/// <summary>No call to Zerion bypasses the budgets, and the limits in its headers are obeyed.</summary>
public sealed class RateLimitHandlerTests
{
    static readonly (string, string) NoWait = ("Zerion:MaxWait", "00:00:00");

    [Theory]
    [InlineData("Zerion:CallsPerDay")]
    [InlineData("Zerion:CallsPerMonth")]
    public async Task A_call_beyond_our_own_budget_is_not_made_and_the_run_is_deferred(string setting)
    {
        await using var driver = await ZerionDriver.StartAsync(settings: [(setting, "2"), NoWait]);
        driver.Serving(ZerionJson.Row("a"));
        await driver.FetchSetAsync();
        await driver.FetchSetAsync();

        var throttled = Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync());

        Assert.Equal(2, driver.Server.Requests);
        Assert.Contains(setting, throttled.Reason, StringComparison.Ordinal);
        Assert.InRange(throttled.RetryAfter, TimeSpan.FromTicks(1), TimeSpan.FromDays(31));
    }

    [Fact]
    public async Task Calls_that_would_wait_too_long_are_deferred()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: [("Zerion:CallsPerSecond", "0.001"), NoWait]);
        driver.Serving(ZerionJson.Row("a"));
        await driver.FetchSetAsync();

        var throttled = Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync());

        Assert.Equal(1, driver.Server.Requests);
        Assert.Contains("Zerion:MaxWait", throttled.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_429_no_call_is_made_until_its_pause_has_passed()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: NoWait);
        driver.Serving(ZerionJson.Row("a"));
        driver.Server.Script(ZerionDriver.Wallet, new SimulatedFault.Response(429)
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Retry-After"] = "600" },
        });
        await driver.FetchAsync();

        var throttled = Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync("another wallet"));

        Assert.Equal(1, driver.Server.Requests);
        Assert.InRange(throttled.RetryAfter, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task The_last_call_of_the_day_is_served_and_the_next_is_not_made()
    {
        await using var driver = await ZerionDriver.StartAsync(quota: new SimulatedQuota(PerDay: 1), settings: NoWait);
        driver.Serving(ZerionJson.Row("a"));
        await driver.FetchSetAsync();

        var throttled = Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync());

        Assert.Equal(1, driver.Server.Requests);
        Assert.True(throttled.RetryAfter > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("Zerion:CallsPerSecond", "0")]
    [InlineData("Zerion:CallsPerDay", "-1")]
    [InlineData("Zerion:MaxWait", "-00:00:01")]
    public void An_invalid_budget_is_reported(string setting, string value)
    {
        using var services = ZerionDriver.Services(new CapturedLog(), ("Zerion:ApiKey", ZerionDriver.Key), (setting, value));

        var fault = Assert.ThrowsAny<Exception>(() => services.GetRequiredKeyedService<IPositionProvider>("zerion"));

        Assert.Contains(setting, fault.Message, StringComparison.Ordinal);
    }
}
