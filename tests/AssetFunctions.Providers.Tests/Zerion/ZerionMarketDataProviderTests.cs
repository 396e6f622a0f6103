using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed class ZerionMarketDataProviderTests
{
    static readonly MarketQuote Ether = new("eth") { CapUsd = 5m, Volume24hUsd = 6m, Change24h = 7m, Website = "https://ethereum.org" };

    [Fact]
    public async Task One_call_requests_all_ids_in_dollars()
    {
        await using var driver = await ZerionDriver.StartAsync();

        await driver.Market.FetchMarketDataAsync(["eth", "fda0820a-9cff-40f5-997b-a76b9f9d60e7"], default);

        Assert.Equal(
            ("/v1/fungibles/", "?currency=usd&page[size]=25&filter[fungible_ids]=eth,fda0820a-9cff-40f5-997b-a76b9f9d60e7"),
            (driver.Server.LastRequest!.Path, driver.Server.LastRequest.Query));
        Assert.Equal(1, driver.Server.Requests);
    }

    [Fact]
    public async Task Ids_that_Zerion_cannot_have_take_no_call()
    {
        await using var driver = await ZerionDriver.StartAsync();

        var result = await driver.Market.FetchMarketDataAsync([new string('a', 45), "a,b"], default);

        Assert.Empty(Assert.IsType<ProviderResult.Served<MarketDataSet>>(result).Value.Quotes);
        Assert.Equal(0, driver.Server.Requests);
    }

    [Fact]
    public async Task Figures_of_the_token_list_are_served_by_the_simulator()
    {
        await using var driver = await ZerionDriver.StartAsync();

        var quote = Assert.Single((await FetchAsync(driver, "eth")).Quotes);

        Assert.True(quote is { CapUsd: > 0, Volume24hUsd: > 0, Change24h: not null, Website: "https://project.example/ETH" });
    }

    [Fact]
    public async Task Rows_that_were_not_requested_and_repeated_rows_are_dropped()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.ServeFungible("eth", $"{MarketJson.Row(Ether)},{MarketJson.Row(Ether with { CapUsd = 1m })},{MarketJson.Row(new MarketQuote("other"))}");

        Assert.Equal(Ether, Assert.Single((await FetchAsync(driver, "eth", "usdc")).Quotes));
    }

    [Fact]
    public async Task A_page_that_is_cut_is_incomplete_and_its_whole_rows_are_kept()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.ServeFungible("eth", MarketJson.Row(Ether));
        driver.Server.ServeFungible("usdc", MarketJson.Row(new MarketQuote("usdc")));
        driver.Server.Script(SimulatedResource.Fungibles, ProviderSimulator.AnyWallet, new SimulatedFault.Cut(600));

        var set = await FetchAsync(driver, "eth", "usdc");

        Assert.Equal(Ether, Assert.Single(set.Quotes));
        Assert.NotNull(set.IncompleteReason);
    }

    [Theory]
    [InlineData(80, true)]
    [InlineData(81, false)]
    public async Task The_last_fifth_of_the_quota_is_left_to_wallets(int calls, bool isServed)
    {
        await using var driver = await ZerionDriver.StartAsync(quota: new SimulatedQuota(PerDay: 100));
        for (var call = 0; call < calls; call++)
        {
            await driver.FetchAsync();
        }

        var before = driver.Server.Requests;
        var result = await driver.Market.FetchMarketDataAsync(["eth"], default);

        if (isServed)
        {
            Assert.IsType<ProviderResult.Served<MarketDataSet>>(result);
            return;
        }

        Assert.InRange(Assert.IsType<ProviderResult.Throttled>(result).RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Assert.Equal(before, driver.Server.Requests);
    }

    [Theory]
    [InlineData("null", "null", "null")]
    [InlineData("0", "-1", "-100.1")]
    [InlineData("-5", "\"6\"", "\"7\"")]
    [InlineData("NaN", "NaN", "NaN")]
    [InlineData("1e300", "1e300", "1e300")]
    [InlineData("{}", "[]", "true")]
    public void Figures_that_are_missing_or_cannot_be_are_unknown(string cap, string volume, string change)
    {
        var row = MarketJson.Row(Ether)
            .Replace("\"market_cap\":5", $"\"market_cap\":{cap}", StringComparison.Ordinal)
            .Replace("\"volume_1d\":6", $"\"volume_1d\":{volume}", StringComparison.Ordinal)
            .Replace("\"percent_1d\":7", $"\"percent_1d\":{change}", StringComparison.Ordinal);

        Assert.Equal(new MarketQuote("eth") { Website = Ether.Website }, Read(row));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("ethereum.org")]
    [InlineData("https://ethereum.org/\u202E")]
    public void A_website_that_is_no_plain_web_address_is_unknown(string url) =>
        Assert.Equal(Ether with { Website = null }, Read(MarketJson.Row(Ether with { Website = url })));

    [Fact]
    public void A_website_that_is_too_long_is_unknown() =>
        Assert.Equal(Ether with { Website = null }, Read(MarketJson.Row(Ether with { Website = $"https://{new string('x', 121)}" })));

    [Theory]
    [InlineData("""{"type":"fungibles","id":"eth"}""")]
    [InlineData("""{"id":"eth","attributes":null}""")]
    [InlineData("""{"id":"eth","attributes":{"market_data":[],"external_links":{}}}""")]
    public void All_but_the_id_may_be_missing_or_of_any_type(string row) => Assert.Equal(new MarketQuote("eth"), Read(row));

    [Fact]
    public void A_row_without_a_usable_id_or_of_another_type_is_skipped()
    {
        Action<JsonNode>[] changes = [row => row["id"] = null, row => row["id"] = 5, row => row["id"] = "a\u0000b", row => row["id"] = new string('x', 65), row => row["type"] = "chains"];
        Assert.All(changes, change => Assert.Null(Read(MarketJson.Row(change))));
    }

    static MarketQuote? Read(string row) => MarketRowReader.Read(Encoding.UTF8.GetBytes(row)).Row;

    static async Task<MarketDataSet> FetchAsync(ZerionDriver driver, params string[] groups) =>
        Assert.IsType<ProviderResult.Served<MarketDataSet>>(await driver.Market.FetchMarketDataAsync(groups, default)).Value;
}
