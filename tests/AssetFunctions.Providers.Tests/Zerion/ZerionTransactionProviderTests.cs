using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>The requests for Zerion's transactions, and how its pages are followed.</summary>
public sealed class ZerionTransactionProviderTests
{
    static readonly string Path = $"/v1/wallets/{ZerionDriver.Wallet}/transactions/";

    [Fact]
    public async Task A_first_page_is_requested_at_maximum_size_in_dollars_and_with_trash()
    {
        await using var driver = await StartAsync(1);
        await driver.FetchPageAsync();

        var request = driver.Server.LastRequest!;
        Assert.Equal(Path, request.Path);
        Assert.Equal("?currency=usd&page[size]=100&filter[trash]=no_filter", request.Query);
        Assert.StartsWith("Basic ", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(1, driver.Server.Requests);
    }

    [Theory]
    [InlineData("2026-11-20T08:00:00.1239999Z", "1795161600123")]
    [InlineData("2026-11-20T10:00:00.123+02:00", "1795161600123")]
    [InlineData("1970-01-01T00:00:00Z", "1000000000000")]
    [InlineData("9999-12-31T00:00:00Z", "9999999999999")]
    public async Task Bounds_are_instants_of_13_digits_and_never_dates(string instant, string milliseconds)
    {
        await using var driver = await StartAsync(1);
        var bound = DateTimeOffset.Parse(instant);

        await driver.FetchPageAsync(new TransactionQuery(ZerionDriver.Wallet, From: bound, To: bound));

        Assert.EndsWith($"&filter[min_mined_at]={milliseconds}&filter[max_mined_at]={milliseconds}", driver.Server.LastRequest!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_of_more_than_one_page_does_not_end_after_the_first_100()
    {
        await using var driver = await StartAsync(101);

        var first = await driver.FetchPageAsync();
        var second = await driver.FetchPageAsync(new TransactionQuery(ZerionDriver.Wallet, Cursor: first.Next));

        Assert.Equal(100, first.Rows.Count);
        Assert.Equal("tx-100", Assert.Single(second.Rows).ProviderRef);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Next_page_is_requested_by_its_link()
    {
        await using var driver = await StartAsync(0);
        driver.Server.ServePages(
            SimulatedResource.Transactions,
            ZerionDriver.Wallet,
            ZerionJson.PageWithNext($"{Path}?page[after]=1&anything=%5B%2F%5D&more", TransactionJson.Swap()),
            ZerionJson.Page(TransactionJson.Approval()));

        var first = await driver.FetchPageAsync();
        var second = await driver.FetchPageAsync(new TransactionQuery(ZerionDriver.Wallet, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, first.Next));

        Assert.Equal($"{driver.Server.Address}{Path.TrimStart('/')}?page[after]=1&anything=%5B%2F%5D&more", first.Next);
        Assert.Equal("?page[after]=1&anything=[/]&more", driver.Server.LastRequest!.Query);
        Assert.Single(second.Rows);
    }

    [Theory]
    [InlineData("http://", "the next page is on another host")]
    [InlineData("ftp://127.0.0.1/next", "the next page is on another host")]
    [InlineData("https://api.example/next", "the next page is on another host")]
    [InlineData("?currency=usd&page[size]=100&filter[trash]=no_filter", "the pages link in a circle")]
    public async Task An_invalid_link_is_not_passed_on(string link, string reason)
    {
        await using var driver = await StartAsync(0);
        driver.Server.ServePages(SimulatedResource.Transactions, ZerionDriver.Wallet, ZerionJson.PageWithNext(link, TransactionJson.Swap()));

        var page = await driver.FetchPageAsync();

        Assert.Null(page.Next);
        Assert.Equal(reason, page.IncompleteReason);
        Assert.Single(page.Rows);
    }

    [Theory]
    [InlineData("row-100")]
    [InlineData("")]
    [InlineData("/v1/wallets/0x00000000000000000000000000000000000a11ce/transactions/")]
    [InlineData("file:///etc/passwd")]
    public async Task A_cursor_that_is_not_an_address_is_refused_and_nothing_is_sent(string cursor)
    {
        await using var driver = await StartAsync(1);

        Assert.IsType<ProviderResult.Refused>(await driver.FetchTransactionsAsync(new TransactionQuery(ZerionDriver.Wallet, Cursor: cursor)));
        Assert.Equal(0, driver.Server.Requests);
    }

    [Fact]
    public async Task A_cursor_to_another_host_is_refused_and_the_key_stays_here()
    {
        await using var driver = await StartAsync(1);
        await using var other = await ProviderSimulator.StartAsync(new SimulatorOptions { ApiKey = ZerionDriver.Key });

        var result = await driver.FetchTransactionsAsync(new TransactionQuery(ZerionDriver.Wallet, Cursor: $"{other.Address}{Path.TrimStart('/')}"));

        Assert.Equal("The cursor is on another host than Zerion:BaseAddress (127.0.0.1) and is not followed.", Assert.IsType<ProviderResult.Refused>(result).Reason);
        Assert.Equal(0, other.Requests);
        Assert.Equal(0, driver.Server.Requests);
    }

    [Theory]
    [InlineData(202, typeof(ProviderResult.NotReady))]
    [InlineData(503, typeof(ProviderResult.NotReady))]
    [InlineData(400, typeof(ProviderResult.Refused))]
    [InlineData(422, typeof(ProviderResult.Refused))]
    [InlineData(401, typeof(ProviderResult.Unauthorized))]
    [InlineData(403, typeof(ProviderResult.Unauthorized))]
    [InlineData(429, typeof(ProviderResult.Throttled))]
    public async Task Any_page_may_have_a_deliberate_refusal(int status, Type result)
    {
        await using var driver = await StartAsync(101);
        driver.Server.Script(SimulatedResource.Transactions, ZerionDriver.Wallet, SimulatedFault.Error(status, "No", "Not now."), new SimulatedFault.Delay(TimeSpan.Zero));

        Assert.IsType(result, await driver.FetchTransactionsAsync());
    }

    [Fact]
    public async Task A_deep_page_that_always_fails_is_a_failure_and_not_the_end_of_the_history()
    {
        await using var driver = await StartAsync(101);
        var first = await driver.FetchPageAsync();
        driver.Server.Script(SimulatedResource.Transactions, ProviderSimulator.AnyWallet, Enumerable.Repeat(SimulatedFault.Error(500, "Internal error", "Deep."), 20));

        await Assert.ThrowsAsync<ProviderException>(() => driver.FetchTransactionsAsync(new TransactionQuery(ZerionDriver.Wallet, Cursor: first.Next)));
    }

    [Fact]
    public async Task A_response_beyond_the_bound_is_read_up_to_it()
    {
        await using var driver = await StartAsync(50, ("Zerion:MaxResponseBytes", "20000"));

        var page = await driver.FetchPageAsync();

        Assert.InRange(page.Rows.Count, 1, 49);
        Assert.Equal("the response exceeds Zerion:MaxResponseBytes (20000 bytes)", page.IncompleteReason);
    }

    [Fact]
    public async Task Positions_and_transactions_share_the_budget()
    {
        await using var driver = await StartAsync(1, ("Zerion:CallsPerDay", "2"));
        driver.Serving(ZerionJson.Row());
        await driver.FetchSetAsync();
        await driver.FetchPageAsync();

        var result = Assert.IsType<ProviderResult.Throttled>(await driver.FetchTransactionsAsync());

        Assert.Equal("The day's budget of Zerion calls (Zerion:CallsPerDay) is used up.", result.Reason);
        Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync());
        Assert.Equal(2, driver.Server.Requests);
    }

    [Fact]
    public async Task Unreadable_rows_are_counted_and_named_and_do_not_affect_the_others()
    {
        await using var driver = await StartAsync(0);
        driver.Server.ServePages(SimulatedResource.Transactions, ZerionDriver.Wallet, ZerionJson.Page(
            TransactionJson.Swap(row => row["id"] = "good"),
            TransactionJson.Swap(row => row["id"] = "broken"),
            TransactionJson.Swap(row => row["id"] = "half")).Replace("broken\",", "broken\",,", StringComparison.Ordinal));

        var page = await driver.FetchPageAsync();

        Assert.Equal(["good", "half"], page.Rows.Select(row => row.ProviderRef));
        Assert.Equal(1, page.Skipped[SkipReason.Malformed]);
        Assert.Equal(["broken"], page.UnreadableRefs);
        Assert.Equal("1 rows are too broken to identify their transactions", page.IncompleteReason);
    }

    static async Task<ZerionDriver> StartAsync(int transactions, params (string Name, string Value)[] settings)
    {
        var driver = await ZerionDriver.StartAsync(settings: settings);
        driver.Server.ServeTransactions(
            ZerionDriver.Wallet, TransactionProviderExamples.History(transactions).Select(transaction => TransactionJson.Row(transaction)));
        return driver;
    }
}
