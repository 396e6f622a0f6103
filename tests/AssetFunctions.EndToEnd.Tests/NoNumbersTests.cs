using System.Globalization;
using System.Text.Json.Nodes;
using AssetFunctions.Providers.Tests.Alchemy;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>Family: a value that is not a number is never zero and affects only itself, in the readers of providers that the shared stack does not run.</summary>
public sealed class NoNumbersTests
{
    const string Wallet = "0x1a0c5e5d1f2b4a6c8e0f00000000000000000001";

    [Fact]
    public async Task A_balance_without_digits_keeps_the_stored_position()
    {
        const string usdc = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
        await using var alchemy = await AlchemySimulator.StartAsync("key", pageSize: 100);
        await using var driver = await StackDriver.StartAsync(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sync__Providers__Order"] = "alchemy",
            ["Alchemy__BaseAddress"] = alchemy.Address.ToString(),
            ["Alchemy__ApiKey"] = "key",
        });
        using var api = new ApiClient(driver);
        var ether = Token(null, "ETH", 18, "0x1bc16d674ec80000", "2500");

        alchemy.Rows = [ether, Token(usdc, "USDC", 6, "0x29b92700", "1")];
        var before = await SyncAsync(driver, api);
        alchemy.Rows = [ether, Token(usdc, "USDC", 6, "0x", "1")];
        var after = await SyncAsync(driver, api);
        alchemy.Rows = [ether, Token(usdc, "USDC", 6, "0x0", "1")];
        var sold = await SyncAsync(driver, api);

        Assert.Equal([("5700", "completed"), ("5700", "partial"), ("5000", "completed")], [before, after, sold]);
    }

    [Fact]
    public async Task A_price_that_is_not_a_number_does_not_affect_the_others_on_its_page()
    {
        await using var driver = await StackDriver.StartAsync(settings: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sync__PriceRefresh__Enabled"] = "true",
            ["PriceRefreshSchedule"] = "* * * * * *",
            ["Sync__Pricing__ThresholdSeconds"] = "0",
        });
        using var api = new ApiClient(driver);
        string[] prices = ["2.5", "Infinity", "2.75", "2.25"];
        var tokens = prices.Select((price, number) => (Address: $"0xf03962f576618978dbef3859d4d1bbdb627d94c{number}", Price: price)).ToList();
        foreach (var (address, price) in tokens)
        {
            // Observed after the price in the position.
            var now = TimeProvider.System.GetUtcNow().AddSeconds(30).ToUnixTimeSeconds();
            driver.Stack.Prices!.Serve($"ethereum:{address}", $$"""{"price":{{price}},"symbol":"X","timestamp":{{now}},"confidence":0.99}""");
        }

        var rows = tokens.Select(token => WalletRows.Of("ethereum", token.Address, "TOK", 1, 2, isVerified: true).ToJsonString());
        driver.Stack.Simulator!.Serve(Wallet, WalletRows.Page(rows));
        await driver.SyncAsync([Wallet]);

        string?[] stored = [];
        await driver.WaitAsync(
            async () => (stored = await Task.WhenAll(tokens.Select(async token =>
                (string?)(await api.GetAsync($"assets/ethereum/{token.Address}")).Json["price"]!["usd"]))) is ["2.5", _, "2.75", "2.25"],
            "the valid prices of the page were not stored");

        Assert.Equal("2", stored[1]);
        Assert.Equal("9.5", (string?)(await api.GetAsync($"wallets/{Wallet}")).Json["totals"]!["netUsd"]);
    }

    static async Task<(string? Net, string? Status)> SyncAsync(StackDriver driver, ApiClient api)
    {
        await driver.SyncAsync([Wallet]);
        var wallet = (await api.GetAsync($"wallets/{Wallet}")).Json;
        return ((string?)wallet["totals"]!["netUsd"], (string?)wallet["lastRun"]!["status"]);
    }

    static string Token(string? address, string symbol, int decimals, string balance, string price) => new JsonObject
    {
        ["network"] = "eth-mainnet",
        ["address"] = Wallet,
        ["tokenAddress"] = address,
        ["tokenBalance"] = balance,
        ["tokenMetadata"] = new JsonObject { ["decimals"] = decimals, ["name"] = symbol, ["symbol"] = symbol },
        ["tokenPrices"] = new JsonArray(new JsonObject
        {
            ["currency"] = "usd",
            ["value"] = price,
            ["lastUpdatedAt"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        }),
        ["error"] = null,
    }.ToJsonString();
}
