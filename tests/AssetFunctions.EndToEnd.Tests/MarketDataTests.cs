using System.Text.Json;

namespace AssetFunctions.EndToEnd.Tests;

public sealed class MarketDataTests
{
    [Fact]
    public async Task Market_data_of_held_assets_is_refreshed_by_the_timer_and_served_by_the_API()
    {
        const string Known = "SELECT c.network, c.contractAddress, c.groupId FROM c WHERE IS_DEFINED(c.market.capUsd)";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["MarketRefreshSchedule"] = "* * * * * *" };
        await using var driver = await StackDriver.StartAsync(settings: settings);
        await driver.SyncAsync(StackDriver.Samples[0]);

        List<JsonElement> known = [];
        await driver.WaitAsync(async () => (known = await driver.QueryAsync<JsonElement>("registry", Known)).Count > 0, "no market data was stored");
        using var api = new ApiClient(driver);
        var asset = (await api.GetAsync($"assets/{known[0].GetProperty("network")}/{known[0].GetProperty("contractAddress")}")).Json;

        Assert.Equal(known[0].GetProperty("groupId").GetString(), (string?)asset["groupId"]);
        Assert.StartsWith("https://project.example/", (string?)asset["website"], StringComparison.Ordinal);
        Assert.Equal("zerion", (string?)asset["market"]!["provider"]);
        Assert.NotNull(asset["market"]!["capUsd"]);
        Assert.NotNull(asset["market"]!["asOf"]);
        Assert.Equal((string?)asset["market"]!["asOf"], (string?)asset["market"]!["listedSince"]);
    }
}
