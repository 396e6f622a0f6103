using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Tests.Alchemy;
using AssetFunctions.Providers.Tests.Zerion;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests.Http;

/// <summary>The clients as a host registers them, against providers that fail now and then or reject the key.</summary>
public sealed class FaultsOverHttpTests
{
    [Fact]
    public async Task A_page_of_Zerion_that_fails_twice_is_served_and_every_call_is_charged()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: [("Zerion:MaxRetries", "2"), ("Zerion:CallsPerDay", "3")]);
        driver.Serving(ZerionJson.Row());
        driver.Server.Script(ZerionDriver.Wallet, SimulatedFault.Html(502), SimulatedFault.Error(500, "Internal error", "Try again."));

        Assert.Single((await driver.FetchSetAsync()).Rows);
        Assert.Equal(3, driver.Server.Usage.Calls);
        Assert.Contains("Zerion:CallsPerDay", Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_that_runs_out_between_two_calls_defers_the_run()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: [("Zerion:MaxRetries", "2"), ("Zerion:CallsPerDay", "1")]);
        driver.Server.Script(ZerionDriver.Wallet, SimulatedFault.Html(502));

        Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync());
        Assert.Equal(1, driver.Server.Requests);
    }

    [Fact]
    public async Task The_POST_to_Alchemy_is_retried_with_its_body()
    {
        await using var driver = await AlchemyDriver.StartAsync(settings: ("Alchemy:MaxRetries", "2"));
        driver.Serving(AlchemyDriver.Row());
        driver.Server.Script(AlchemySimulator.Error(504, "late"), AlchemySimulator.Error(502, "gone"));

        Assert.Single((await driver.FetchSetAsync()).Rows);
        Assert.Equal(3, driver.Server.Requests.Select(request => request.ToJsonString()).Count());
        Assert.Single(driver.Server.Requests.Select(request => request.ToJsonString()).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Truncated_body_is_not_requested_again()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: ("Zerion:MaxRetries", "2"));
        driver.Serving(Enumerable.Range(0, 50).Select(number => ZerionJson.Row($"row-{number}")));
        driver.Server.Script(ZerionDriver.Wallet, new SimulatedFault.Cut(20_000));

        Assert.NotNull((await driver.FetchSetAsync()).IncompleteReason);
        Assert.Equal(1, driver.Server.Requests);
    }

    [Fact]
    public async Task Rejected_key_costs_one_call_for_many_wallets_and_every_run_has_the_reason()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: ("Zerion:ApiKey", "zk_another_key"));
        for (var wallet = 1; wallet <= 20; wallet++)
        {
            var result = Assert.IsType<ProviderResult.Unauthorized>(await driver.FetchAsync($"0x{wallet:x40}"));
            Assert.StartsWith("Zerion rejects the key in Zerion:ApiKey (status 401)", result.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(1, driver.Server.Requests);
        Assert.Equal([LogLevel.Error], driver.Log.Levels(SyncEvents.KeyRejected));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_not_called_after_some_failures_and_the_run_is_deferred()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.Script(ProviderSimulator.AnyWallet, Enumerable.Repeat(SimulatedFault.Html(502), 100));
        ProviderResult? result = null;
        for (var call = 0; call < 20 && result is null; call++)
        {
            await Record.ExceptionAsync(async () => result = await driver.FetchAsync());
        }

        var outage = Assert.IsType<ProviderResult.Throttled>(result);
        Assert.True(outage.IsOutage);
        Assert.Equal("Zerion failed too often recently, so no calls are made for now.", outage.Reason);
        Assert.Equal(8, driver.Server.Requests);
    }
}
