using System.Text;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>
/// Zerion sends one page today. A link to a next page is followed on the same host. Any unreadable part makes the set incomplete,
/// because only a complete set may remove positions.
/// </summary>
public sealed partial class ZerionPositionProviderTests
{
    static readonly string Path = $"/v1/wallets/{ZerionDriver.Wallet}/positions/?filter[positions]=no_filter&filter[trash]=no_filter&page[after]=";

    [Fact]
    public async Task A_linked_page_is_read_too_and_the_set_is_complete()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.ServePages(
            ZerionDriver.Wallet,
            ZerionJson.PageWithNext(Path + "1", ZerionJson.Row("one")),
            ZerionJson.PageWithNext($"{driver.Server.Address}{Path.TrimStart('/')}2", ZerionJson.Row("two")),
            ZerionJson.Page(ZerionJson.Row("three")));

        var set = await driver.FetchSetAsync();

        Assert.Equal(["one", "two", "three"], set.Rows.Select(row => row.ProviderRef));
        Assert.Null(set.IncompleteReason);
        Assert.Equal(3, driver.Server.Requests);
    }

    [Fact]
    public async Task Link_without_trailing_slash_is_requested_with_it()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.ServePages(
            ZerionDriver.Wallet,
            ZerionJson.PageWithNext($"{Path}1".Replace("/?", "?", StringComparison.Ordinal), ZerionJson.Row("one")),
            ZerionJson.Page(ZerionJson.Row("two")));

        Assert.Equal(["one", "two"], (await driver.FetchSetAsync()).Rows.Select(row => row.ProviderRef));
        Assert.Equal(2, driver.Server.Requests);
    }

    [Fact]
    public async Task A_link_to_another_host_is_not_followed()
    {
        await using var other = await ProviderSimulator.StartAsync(new SimulatorOptions { ApiKey = ZerionDriver.Key });

        var set = await LinkedAsync($"{other.Address}{Path.TrimStart('/')}1");

        Assert.Equal("the next page is on another host", set.IncompleteReason);
        Assert.Equal(0, other.Requests);
    }

    [Theory]
    [InlineData("http://", "the next page is on another host")]
    [InlineData("ftp://127.0.0.1/next", "the next page is on another host")]
    public async Task An_invalid_link_makes_the_set_incomplete(string link, string reason)
        => Assert.Equal(reason, (await LinkedAsync(link)).IncompleteReason);

    [Fact]
    public async Task Pages_that_link_in_a_circle_are_not_followed_forever()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.ServePages(
            ZerionDriver.Wallet,
            ZerionJson.PageWithNext(Path + "1", ZerionJson.Row("one")),
            ZerionJson.PageWithNext(Path + "1", ZerionJson.Row("two")));

        Assert.Equal("the pages link in a circle", (await driver.FetchSetAsync()).IncompleteReason);
        Assert.Equal(2, driver.Server.Requests);
    }

    [Fact]
    public async Task Endless_pages_stop_at_the_bound()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: ("Zerion:MaxPages", "3"));
        driver.Server.ServePages(
            ZerionDriver.Wallet, [.. Enumerable.Range(1, 10).Select(next => ZerionJson.PageWithNext($"{Path}{next}", ZerionJson.Row($"row-{next}")))]);

        var set = await driver.FetchSetAsync();

        Assert.Equal("there are more pages than Zerion:MaxPages (3)", set.IncompleteReason);
        Assert.Equal(3, set.Rows.Count);
        Assert.Equal(3, driver.Server.Requests);
    }

    [Theory]
    [InlineData(500, "a further page could not be read")]
    [InlineData(503, "a further page was not served")]
    public async Task A_further_page_that_fails_loses_only_its_own_rows(int status, string reason)
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.ServePages(
            ZerionDriver.Wallet, ZerionJson.PageWithNext(Path + "1", ZerionJson.Row("one")), ZerionJson.Page(ZerionJson.Row("two")));
        driver.Server.Script(ZerionDriver.Wallet, new SimulatedFault.Delay(TimeSpan.Zero), SimulatedFault.Error(status, "No", "Not now."));

        var set = await driver.FetchSetAsync();

        Assert.Equal("one", Assert.Single(set.Rows).ProviderRef);
        Assert.Equal(reason, set.IncompleteReason);
    }

    [Fact]
    public async Task A_response_beyond_the_bound_is_read_up_to_it()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: ("Zerion:MaxResponseBytes", "20000"));

        var set = await driver.Serving(Enumerable.Range(0, 100).Select(number => ZerionJson.Row($"row-{number}"))).FetchSetAsync();

        Assert.InRange(set.Rows.Count, 5, 50);
        Assert.Equal("the response exceeds Zerion:MaxResponseBytes (20000 bytes)", set.IncompleteReason);
    }

    [Fact]
    public async Task A_response_that_ends_early_without_an_error_is_incomplete()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Serving(Enumerable.Range(0, 50).Select(number => ZerionJson.Row($"row-{number}")));
        driver.Server.Script(ZerionDriver.Wallet, new SimulatedFault.Truncate(20_000));

        var set = await driver.FetchSetAsync();

        Assert.NotEmpty(set.Rows);
        Assert.Equal("the response was cut off", set.IncompleteReason);
    }

    [Fact]
    public async Task A_stalled_body_is_abandoned_with_the_rows_so_far()
    {
        await using var driver = await ZerionDriver.StartAsync(settings: ("Zerion:BodyTimeout", "00:00:00.5"));
        driver.Serving(Enumerable.Range(0, 50).Select(number => ZerionJson.Row($"row-{number}")));
        driver.Server.Script(ZerionDriver.Wallet, new SimulatedFault.Stall(20_000, TimeSpan.FromMinutes(5)));

        var set = await driver.FetchSetAsync();

        Assert.NotEmpty(set.Rows);
        Assert.Equal("the response took longer than Zerion:BodyTimeout (0.5 s)", set.IncompleteReason);
    }

    [Fact]
    public async Task Data_of_another_type_is_a_failure_and_not_an_empty_wallet()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.Serve(ZerionDriver.Wallet, Encoding.UTF8.GetBytes("""{"links":{},"meta":{}}"""));

        var fault = await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync());

        Assert.Contains("sent no readable response: the response has no positions", fault.Message, StringComparison.Ordinal);
    }

    static async Task<PositionSet> LinkedAsync(string next)
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.Serve(ZerionDriver.Wallet, Encoding.UTF8.GetBytes(ZerionJson.PageWithNext(next, ZerionJson.Row())));
        var set = await driver.FetchSetAsync();
        Assert.Single(set.Rows);
        return set;
    }
}
