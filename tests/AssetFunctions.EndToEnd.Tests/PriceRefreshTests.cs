using System.Text.Json;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.EndToEnd.Tests;

public sealed class PriceRefreshTests
{
    [Fact]
    public async Task Prices_of_held_assets_are_refreshed_by_the_timer_without_any_wallet()
    {
        const string Refreshed = "SELECT c.network, c.price FROM c WHERE c.price.source = 'defillama'";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sync__PriceRefresh__Enabled"] = "true",
            ["PriceRefreshSchedule"] = "* * * * * *",
            ["Sync__Pricing__ThresholdSeconds"] = "0",
        };
        await using var driver = await StackDriver.StartAsync(settings: settings);
        await driver.SyncAsync(StackDriver.Samples[0]);
        var positions = driver.Stack.Simulator!.Requests;

        List<JsonElement> refreshed = [];
        await driver.WaitAsync(() => driver.Stack.Prices!.Requests.Count > 0, "the price provider was never called");
        await Eventually.TrueAsync(async () => (refreshed = await driver.QueryAsync<JsonElement>("registry", Refreshed)).Count > 0);

        Assert.All(refreshed, asset => Assert.Equal("0.99", asset.GetProperty("price").GetProperty("confidence").GetString()));
        Assert.Equal(positions, driver.Stack.Simulator.Requests);
    }
}
