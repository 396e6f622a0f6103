using System.Text.Json;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.EndToEnd.Tests;

public sealed class PriceRefreshTests
{
    [Fact]
    public async Task Prices_of_held_assets_are_refreshed_by_the_timer_without_any_wallet()
    {
        const string Refreshed = "SELECT VALUE c.rows FROM c WHERE STARTSWITH(c.id, '$prices-') AND c.common.provider = 'defillama'";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sync__PriceRefresh__Enabled"] = "true",
            ["PriceRefreshSchedule"] = "* * * * * *",
            ["Sync__Pricing__ThresholdSeconds"] = "0",
        };
        await using var driver = await StackDriver.StartAsync(settings: settings);
        await driver.SyncAsync(StackDriver.Samples[0]);
        var positions = driver.Stack.Simulator!.Requests;

        List<JsonElement> pages = [];
        await driver.WaitAsync(() => driver.Stack.Prices!.Requests.Count > 0, "the price provider was never called");
        await Eventually.TrueAsync(async () => (pages = await driver.QueryAsync<JsonElement>("registry", Refreshed)).Count > 0);

        Assert.Contains(pages.SelectMany(rows => rows.EnumerateObject()), row => row.Value.TryGetProperty("usd", out _) && !row.Value.TryGetProperty("provider", out _));
        Assert.Equal(positions, driver.Stack.Simulator.Requests);
        await CopyToDocumentsAsync(driver);
    }

    // The refresh goes on meanwhile, so documents have any of its prices.
    static async Task CopyToDocumentsAsync(StackDriver driver)
    {
        const string Priced = "SELECT VALUE c.price.source FROM c WHERE IS_DEFINED(c.price) AND IS_DEFINED(c.contractAddress)";
        using var api = new ApiClient(driver);
        Assert.DoesNotContain("defillama", await driver.QueryAsync<string>("registry", Priced));
        var (copied, continuation) = (0, (string?)null);
        do
        {
            var reply = await api.PostAsync($"prices/copy{(continuation is null ? string.Empty : $"?continuation={continuation}")}");
            copied += (int?)reply.Json["page"]?["copied"] ?? 0;
            continuation = (string?)reply.Json["continuation"];
        }
        while (continuation is not null);

        Assert.True(copied > 0);
        Assert.Contains("defillama", await driver.QueryAsync<string>("registry", Priced));
    }
}
