using System.Text;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>The requests to Zerion, and the reading of its pages.</summary>
public sealed partial class ZerionPositionProviderTests
{
    [Fact]
    public async Task Fetch_requests_everything_in_dollars_and_nothing_that_the_endpoint_does_not_support()
    {
        await using var driver = await ZerionDriver.StartAsync();
        await driver.Serving(ZerionJson.Row()).FetchSetAsync();

        var request = driver.Server.LastRequest!;
        Assert.Equal(1, driver.Server.Requests);
        Assert.Equal($"/v1/wallets/{ZerionDriver.Wallet}/positions/", request.Path);
        Assert.Equal(
            ["currency=usd", "filter[positions]=no_filter", "filter[trash]=no_filter"],
            request.Query.TrimStart('?').Split('&').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_key_is_a_user_name_without_password_and_the_client_names_itself()
    {
        await using var driver = await ZerionDriver.StartAsync();
        await driver.Serving().FetchSetAsync();

        var headers = driver.Server.LastRequest!.Headers;
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(ZerionDriver.Key + ":"))}", headers["Authorization"]);
        Assert.Equal("AssetFunctions/1.0", headers["User-Agent"]);
        Assert.Contains("gzip", headers["Accept-Encoding"], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Env", headers.Keys);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Test_networks_and_the_undocumented_parameter_are_requested_only_when_configured(string sync)
    {
        await using var driver = await ZerionDriver.StartAsync(settings: [("Zerion:Testnets", "true"), ("Zerion:Sync", sync)]);
        await driver.Serving().FetchSetAsync();

        Assert.Equal("testnet", driver.Server.LastRequest!.Headers["X-Env"]);
        Assert.EndsWith($"&sync={sync}", driver.Server.LastRequest.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x00000000000000000000000000000000000A11CE")]
    [InlineData(" 0x00000000000000000000000000000000000a11ce ")]
    [InlineData("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v")]
    public async Task An_address_is_sent_unchanged_except_for_white_space(string wallet)
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Server.Serve(wallet.Trim(), Encoding.UTF8.GetBytes(ZerionJson.Page(ZerionJson.Row())));

        Assert.Single((await driver.FetchSetAsync(wallet)).Rows);
        Assert.Equal($"/v1/wallets/{wallet.Trim()}/positions/", driver.Server.LastRequest!.Path);
    }

    [Theory]
    [InlineData("../../v1/chains")]
    [InlineData("vitalik.eth")]
    [InlineData("0x1?currency=eur#")]
    public async Task Text_that_is_not_an_address_stays_inside_its_path_segment_and_is_refused(string wallet)
    {
        await using var driver = await ZerionDriver.StartAsync();

        ProviderResult? result = null;
        var fault = await Record.ExceptionAsync(async () => result = await driver.FetchAsync(wallet));

        Assert.True(result is ProviderResult.Refused || fault is ProviderException, $"{result}{fault}");
        Assert.StartsWith("/v1/wallets/", driver.Server.LastRequest!.Path, StringComparison.Ordinal);
        Assert.EndsWith("&filter[trash]=no_filter", driver.Server.LastRequest.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_to_another_host_is_refused_and_the_key_stays_here(int status)
    {
        await using var driver = await ZerionDriver.StartAsync();
        await using var other = await ProviderSimulator.StartAsync(new SimulatorOptions { ApiKey = ZerionDriver.Key });
        driver.Server.Script(ZerionDriver.Wallet, Redirect($"{other.Address}v1/wallets/{ZerionDriver.Wallet}/positions/", status));

        var fault = await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync());

        Assert.Equal((1, 0), (driver.Server.Requests, other.Requests));
        Assert.Contains($"a redirect to 127.0.0.1 (status {status}), which is not followed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_on_the_same_host_is_refused_too()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Serving(ZerionJson.Row());
        driver.Server.Script(ZerionDriver.Wallet, Redirect($"/v1/wallets/{ZerionDriver.Wallet}/positions/?x=1"));

        var fault = await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync());

        Assert.Equal(1, driver.Server.Requests);
        Assert.Contains("a redirect to 127.0.0.1 (status 301), which is not followed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wallet_of_6_117_positions_most_of_them_without_value_change_or_icon_is_read_in_one_call()
    {
        const int positions = 6_117;
        const int bare = 4_977;
        await using var driver = await ZerionDriver.StartAsync();
        driver.Serving(Enumerable.Range(0, positions).Select(number => ZerionJson.Row($"row-{number}", row =>
        {
            row.Implementation()["address"] = $"0x{number:x40}1";
            if (number < bare)
            {
                row.Attributes()["value"] = null;
                row.Attributes()["price"] = null;
                row.Attributes()["changes"] = null;
                row.Fungible()["icon"] = null;
            }
        })));

        var set = await driver.FetchSetAsync();

        Assert.Equal(1, driver.Server.Requests);
        Assert.Equal(positions, set.Rows.Count);
        Assert.Equal(bare, set.Rows.Count(row => row.PriceUsd is null && row.Facts.IconUrl is null));
        Assert.Null(set.IncompleteReason);
    }

    [Fact]
    public async Task The_order_of_the_rows_does_not_matter()
    {
        var rows = Enumerable.Range(0, 50).Select(number => ZerionJson.Row($"row-{number}", row => row.Quantity()["int"] = $"{number}")).ToList();
        await using var driver = await ZerionDriver.StartAsync();

        var forwards = await driver.Serving(rows).FetchSetAsync();
        var backwards = await driver.Serving(rows.AsEnumerable().Reverse()).FetchSetAsync();

        Assert.Equal(forwards.Rows, backwards.Rows.Reverse());
    }

    [Fact]
    public async Task Unread_members_may_have_any_value()
    {
        await using var driver = await ZerionDriver.StartAsync();
        driver.Serving(ZerionJson.Row(change: row =>
        {
            row.Attributes()["protocol_module"] = "lending";
            row.Attributes()["application_metadata"] = "not an object";
            row.Attributes()["parent"] = 7;
            row.Attributes()["updated_at"] = "yesterday";
            row.Attributes()["value"] = "PLACE";
        }).Replace("\"PLACE\"", "1e400", StringComparison.Ordinal));

        Assert.Single((await driver.FetchSetAsync()).Rows);
    }

    static SimulatedFault.Response Redirect(string location, int status = 301)
        => new(status) { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = location } };
}
