using System.Globalization;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Providers.Tests.DefiLlama;

public sealed class DefiLlamaPriceProviderTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly ManualTimeProvider Clock = new(Now);

    [Fact]
    public async Task Calls_have_at_most_150_ids_and_state_the_maximum_age()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);

        var set = await driver.FetchSetAsync([.. Enumerable.Range(1, 1_000).Select(Token)]);

        Assert.Equal([150, 150, 150, 150, 150, 150, 100], driver.Calls.Select(ids => ids.Length));
        Assert.Equal(1_000, driver.Calls.SelectMany(ids => ids).Distinct().Count());
        Assert.Equal(1_000, set.Absent.Count);
        Assert.All(driver.Server.Requests, request => Assert.Equal(
            ("?searchWidth=4h", "AssetFunctions/1.0", "gzip"), (request.Query, request.Headers["User-Agent"], request.Headers["Accept-Encoding"])));
    }

    [Fact]
    public async Task An_address_of_a_call_stays_below_8_kilobytes_whatever_the_ids()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);

        await driver.FetchSetAsync([.. Enumerable.Range(1, 400).Select(number => new AssetKey("sui", $"0x{number:x64}::{new string('m', number % 150)}::M"))]);

        Assert.Equal(400, driver.Calls.Sum(ids => ids.Length));
        Assert.True(driver.Calls.Count < 12, $"{driver.Calls.Count} calls");
        Assert.All(driver.Server.Requests, request => Assert.InRange($"{driver.Server.Address}{request.Path[1..]}{request.Query}".Length, 1, 8_192));
    }

    [Fact]
    public async Task Spellings_of_one_id_are_requested_once_and_all_are_priced()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.Serve("xdai:0xabc", Coin("7"));
        AssetKey[] keys = [new("xdai", "0xabc"), new("gnosis", "0xabc"), new("xdai", "0xABC"), new("xdai", "0xabc")];

        var set = await driver.FetchSetAsync(keys);

        Assert.Equal(["xdai:0xabc"], Assert.Single(driver.Calls));
        Assert.Equal(keys.Distinct().Order(), set.Quotes.Select(quote => quote.Key).Order());
        Assert.All(set.Quotes, quote => Assert.Equal(7m, quote.Usd));
    }

    [Fact]
    public async Task Case_is_kept_where_the_server_keeps_it()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.Serve("solana:AbC", Coin("1"));
        driver.Server.Serve("solana:aBc", Coin("2"));

        var set = await driver.FetchSetAsync(new AssetKey("solana", "AbC"), new AssetKey("solana", "aBc"), new AssetKey("solana", "abc"));

        Assert.Equal([1m, 2m], set.Quotes.OrderBy(quote => quote.Usd).Select(quote => quote.Usd));
        Assert.Equal("abc", Assert.Single(set.Absent).ContractAddress);
    }

    [Theory]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("1.000000000000000001", "1.000000000000000001")]
    [InlineData("3.4E3", "3400")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public async Task Prices_are_exact(string stated, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Assert.Single((await FetchOneAsync(Coin(stated))).Quotes).Usd);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e-40")]
    [InlineData("5,\"confidence\":0.19")]
    [InlineData("5,\"confidence\":-3")]
    public async Task A_price_of_zero_or_of_low_confidence_is_absent(string price)
    {
        var set = await FetchOneAsync(Coin(price));

        Assert.Equal((0, 1, 0), (set.Quotes.Count, set.Absent.Count, set.Skipped));
    }

    [Theory]
    [InlineData("""{"price":"5","timestamp":1772366400}""")]
    [InlineData("""{"price":null,"timestamp":1772366400}""")]
    [InlineData("""{"price":1e99,"timestamp":1772366400}""")]
    [InlineData("""{"price":5}""")]
    [InlineData("""{"price":5,"timestamp":"2026-03-01"}""")]
    [InlineData("""{"price":5,"timestamp":1772366400000}""")]
    [InlineData("""{"price":5,"timestamp":1772366701}""")]
    [InlineData("""{"price":5,"timestamp":1772351699}""")]
    [InlineData("""{"price":5,"timestamp":-1}""")]
    [InlineData("""{"price":5,"timestamp":1772366400,"confidence":"high"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task An_invalid_coin_is_left_out_and_counted(string coin)
    {
        var set = await FetchOneAsync(coin);

        Assert.Equal((0, 0, 1), (set.Quotes.Count, set.Absent.Count, set.Skipped));
        Assert.Null(set.IncompleteReason);
    }

    [Theory]
    [InlineData("""{"price":5,"timestamp":1772366700}""", 0)]
    [InlineData("""{"price":5,"timestamp":1772366399.9,"decimals":256,"symbol":7}""", -1)]
    [InlineData("""{"price":5,"timestamp":1772366400,"confidence":null,"decimals":"6","symbol":"\ud800"}""", 0)]
    [InlineData("""{"price":5,"timestamp":1772366400,"confidence":1.5,"decimals":0.5}""", 0)]
    public async Task Other_members_may_be_invalid_and_a_clock_may_run_slightly_ahead(string coin, int seconds)
    {
        var quote = Assert.Single((await FetchOneAsync(coin)).Quotes);

        Assert.Equal((5m, Now.AddSeconds(seconds)), (quote.Usd, quote.AsOf));
        Assert.True(quote.Confidence is null or <= 1);
    }

    [Fact]
    public async Task Ids_not_requested_and_a_second_price_for_one_are_ignored()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.Script(new SimulatedFault.Response(200, $$$"""{"x":[{}],"coins":{"BASE:0x1":{{{Coin("1")}}},"base:0x2":{{{Coin("2")}}},"base:0x1":{{{Coin("3")}}},"base:0x1":{{{Coin("4")}}} },"y":{}}"""));

        var set = await driver.FetchSetAsync(new AssetKey("base", "0x1"));

        Assert.Equal(3m, Assert.Single(set.Quotes).Usd);
        Assert.Empty(set.Absent);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public async Task A_batch_too_large_for_the_server_is_halved_until_it_fits(int idsPerCall)
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.IdsPerCall = idsPerCall;
        foreach (var number in Enumerable.Range(1, 140))
        {
            driver.Server.Serve(Token(number).ToString(), Coin($"{number}"));
        }

        var set = await driver.FetchSetAsync([.. Enumerable.Range(1, 140).Select(Token)]);

        Assert.Equal(Enumerable.Range(1, 140).Select(number => (decimal)number), set.Quotes.Select(quote => quote.Usd).Order());
        Assert.Null(set.IncompleteReason);
    }

    [Fact]
    public async Task Calls_end_when_the_server_refuses_everything()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.Script(Enumerable.Repeat(PriceSimulator.Error(400, "Bad request"), 1_000));

        var result = await driver.FetchAsync([.. Enumerable.Range(1, 150).Select(Token)]);

        Assert.IsType<ProviderResult.Served<PriceSet>>(result);
        Assert.InRange(driver.Calls.Count, 1, 80);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task Prices_served_before_a_failed_call_are_kept(int status)
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.Serve(Token(1).ToString(), Coin("1"));
        driver.Server.Script(
            [new SimulatedFault.Delay(TimeSpan.Zero), .. Enumerable.Repeat(PriceSimulator.Error(status, "no") with { Headers = new Dictionary<string, string> { ["Retry-After"] = "77" } }, 9)]);

        var set = await driver.FetchSetAsync([.. Enumerable.Range(1, 400).Select(Token)]);

        Assert.Equal((1, 149), (set.Quotes.Count, set.Absent.Count));
        Assert.False(string.IsNullOrEmpty(set.IncompleteReason));
        Assert.Equal(status == 500 ? null : TimeSpan.FromSeconds(77), set.RetryAfter);
    }

    [Fact]
    public async Task Truncated_response_keeps_the_complete_coins()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        foreach (var number in Enumerable.Range(1, 100))
        {
            driver.Server.Serve(Token(number).ToString(), Coin("5"));
        }

        driver.Server.Script(new SimulatedFault.Cut(3_000));
        var set = await driver.FetchSetAsync([.. Enumerable.Range(1, 100).Select(Token)]);

        Assert.InRange(set.Quotes.Count, 1, 99);
        Assert.Empty(set.Absent);
        Assert.Equal("the connection broke off", set.IncompleteReason);
    }

    [Fact]
    public async Task Responses_without_prices_are_failures_that_name_address_and_setting_and_never_the_key()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(key: DefiLlamaDriver.Key, settings: [("DefiLlama:BodyTimeout", "00:00:00.300"), ("DefiLlama:MaxResponseBytes", "2000")]);
        driver.Server.Serve(Token(1).ToString(), Coin("5"));
        driver.Server.Serve(Token(2).ToString(), $"\"{new string('x', 3_000)}\"");
        driver.Server.Script(
            SimulatedFault.Html(), new SimulatedFault.Cut(3), new SimulatedFault.Truncate(5), new SimulatedFault.Stall(3, TimeSpan.FromMinutes(5)),
            new SimulatedFault.Response(200, "{}"), new SimulatedFault.Response(200, """{"coins":[]}"""), new SimulatedFault.Response(200, string.Empty),
            PriceSimulator.Error(418, $"See /{DefiLlamaDriver.Key}/coins."), new SimulatedFault.Response(302) { Headers = new Dictionary<string, string> { ["Location"] = "http://127.0.0.2/" } });
        for (var call = 0; call < 9; call++)
        {
            AssertHidesKey(await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync([Token(1)])));
        }

        var tooLong = await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync([Token(2)]));
        Assert.Contains("DefiLlama:MaxResponseBytes", tooLong.Message, StringComparison.Ordinal);
        await driver.Server.DisposeAsync();
        AssertHidesKey(await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync([Token(1)])));
        Assert.DoesNotContain(DefiLlamaDriver.Key, driver.Log.Text, StringComparison.Ordinal);

        static void AssertHidesKey(ProviderException fault)
        {
            Assert.Contains("DefiLlama:BaseAddress", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(DefiLlamaDriver.Key, fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_429_delays_the_following_calls()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.Script(PriceSimulator.Error(429, "slow") with { Headers = new Dictionary<string, string> { ["Retry-After"] = "600" } });

        Assert.Equal(TimeSpan.FromSeconds(600), Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync([Token(1)])).RetryAfter);
        Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync([Token(1)]));
        Assert.Single(driver.Server.Requests);
    }

    [Fact]
    public async Task An_exhausted_budget_ends_a_fetch_midway_and_is_named()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock, settings: ("DefiLlama:CallsPerDay", "2"));

        var set = await driver.FetchSetAsync([.. Enumerable.Range(1, 400).Select(Token)]);

        Assert.Equal(300, set.Absent.Count);
        Assert.Contains("DefiLlama:CallsPerDay", set.IncompleteReason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(12), set.RetryAfter);
    }

    // The alert provider-budget searches for this text.
    [Fact]
    public async Task Calls_that_cannot_succeed_are_logged_with_the_text_that_the_alert_reads()
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock, settings: ("DefiLlama:CallsPerDay", "2"));

        await driver.FetchSetAsync([.. Enumerable.Range(1, 400).Select(Token)]);
        Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync([Token(1)]));

        const string Spent = "The day's budget of DefiLlama calls (DefiLlama:CallsPerDay) is used up. No call can succeed for 12:00:00.";
        Assert.Equal([Spent, Spent], driver.Log.Messages("Throttled"));
    }

    static AssetKey Token(int number) => new("base", $"0x{number:x40}");

    static string Coin(string price) => $$"""{"price":{{price}},"timestamp":1772366400,"symbol":"TKN"}""";

    static async Task<PriceSet> FetchOneAsync(string coin)
    {
        await using var driver = await DefiLlamaDriver.StartAsync(Clock);
        driver.Server.Serve(Token(1).ToString(), coin);
        return await driver.FetchSetAsync(Token(1));
    }
}
