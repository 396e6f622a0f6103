using System.Text;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Tests.Samples;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed class ZerionNetworkCatalogTests
{
    static readonly TimeSpan Day = TimeSpan.FromHours(24);
    static readonly TimeSpan Retry = TimeSpan.FromMinutes(5);

    readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task The_networks_of_the_samples_are_read_in_full()
    {
        await using var driver = await ZerionDriver.StartAsync(SampleFiles.Directory);

        var networks = await ListAsync(driver);

        Assert.Equal(12, networks.Count);
        Assert.Equal(
            new NetworkInfo
            {
                Slug = "binance-smart-chain",
                Name = "BNB Chain",
                IconUrl = "https://icons.example/chains/binance-smart-chain.png",
                ExternalId = "0x38",
                TransactionUrlPattern = "https://binance-smart-chain.explorer.example/tx/{HASH}",
                TokenUrlPattern = "https://binance-smart-chain.explorer.example/token/{ADDRESS}",
            },
            networks["binance-smart-chain"]);
        Assert.Equal("solana", networks["solana"].ExternalId);
        Assert.False(networks.ContainsKey("brand-new-network"));
        Assert.Equal("/v1/chains/", driver.Server.LastRequest!.Path);
    }

    [Fact]
    public async Task A_list_is_cached_for_a_day()
    {
        await using var driver = await StartAsync("ethereum");
        await ListAsync(driver);
        driver.Server.ServePages(SimulatedResource.Chains, ProviderSimulator.AnyWallet, Page("ethereum", "base"));

        _clock.Advance(Day - TimeSpan.FromSeconds(1));
        Assert.Single(await ListAsync(driver));
        Assert.Equal(1, driver.Server.Requests);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await ListAsync(driver)).Count);
        Assert.Equal(2, driver.Server.Requests);
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_call()
    {
        await using var driver = await StartAsync("ethereum");

        var lists = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ListAsync(driver))));

        Assert.All(lists, list => Assert.Single(list));
        Assert.Equal(1, driver.Server.Requests);
    }

    [Fact]
    public async Task A_failed_refresh_keeps_the_last_list_and_is_retried_later()
    {
        await using var driver = await StartAsync("ethereum");
        await ListAsync(driver);
        driver.Server.Script(SimulatedResource.Chains, ProviderSimulator.AnyWallet, SimulatedFault.Error(503, "No", "Not now."));

        _clock.Advance(Day);
        Assert.Single(await ListAsync(driver));
        Assert.Single(await ListAsync(driver));
        Assert.Equal(2, driver.Server.Requests);
        Assert.Contains("The list of networks was not refreshed; the last one, with 1 networks, stays in use: Zerion is still preparing the list of networks", driver.Log.Text, StringComparison.Ordinal);

        _clock.Advance(Retry);
        await ListAsync(driver);
        Assert.Equal(3, driver.Server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Without_any_list_there_are_no_networks_and_no_exception(int status)
    {
        await using var driver = await StartAsync("ethereum");
        driver.Server.Script(SimulatedResource.Chains, ProviderSimulator.AnyWallet, SimulatedFault.Error(status, "No", "Not now."));

        Assert.Empty(await ListAsync(driver));
    }

    [Fact]
    public async Task An_unreachable_provider_leaves_the_last_list_in_place()
    {
        await using var driver = await StartAsync("ethereum");
        await ListAsync(driver);
        await driver.Server.DisposeAsync();
        _clock.Advance(Day);

        Assert.Single(await ListAsync(driver));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("<html>")]
    public async Task An_empty_list_removes_nothing(string page)
    {
        await using var driver = await StartAsync("ethereum");
        await ListAsync(driver);
        driver.Server.ServePages(SimulatedResource.Chains, ProviderSimulator.AnyWallet, page);
        _clock.Advance(Day);

        Assert.Single(await ListAsync(driver));
    }

    [Fact]
    public async Task A_truncated_list_adds_to_the_last_one()
    {
        await using var driver = await StartAsync("ethereum");
        await ListAsync(driver);
        driver.Server.ServePages(SimulatedResource.Chains, ProviderSimulator.AnyWallet, """{"data":[{"id":"base","attributes":{}},{"id":"opt""");
        _clock.Advance(Day);

        Assert.Equal(["base", "ethereum"], (await ListAsync(driver)).Keys.Order());
    }

    [Fact]
    public async Task Cancellation_by_one_caller_does_not_end_the_call_for_the_others()
    {
        await using var driver = await StartAsync("ethereum");
        using var impatient = new CancellationTokenSource();
        driver.Server.Script(SimulatedResource.Chains, ProviderSimulator.AnyWallet, new SimulatedFault.Delay(TimeSpan.FromMilliseconds(200)));

        var first = driver.Networks.ListAsync(impatient.Token);
        var second = ListAsync(driver);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Single(await second);
        Assert.Equal(1, driver.Server.Requests);
    }

    [Theory]
    [InlineData("""{"id":"Solana ","attributes":{"name":"\u202ESolana","external_id":"solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"}}""", "solana", "Solana", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp")]
    [InlineData("""{"id":"x","attributes":{"name":7,"external_id":1,"icon":"x","explorer":[]}}""", "x", "x", null)]
    [InlineData("""{"id":"x","attributes":null,"relationships":[]}""", "x", "x", null)]
    public void All_but_the_slug_may_be_missing_or_of_any_type(string row, string slug, string name, string? externalId)
    {
        var network = NetworkRowReader.Read(Encoding.UTF8.GetBytes(row)).Row!;

        Assert.Equal((slug, name, externalId), (network.Slug, network.Name, network.ExternalId));
        Assert.Equal((null, null), (network.IconUrl, network.TransactionUrlPattern));
    }

    async Task<ZerionDriver> StartAsync(params string[] networks)
    {
        var driver = await ZerionDriver.StartAsync(_clock);
        driver.Server.ServePages(SimulatedResource.Chains, ProviderSimulator.AnyWallet, Page(networks));
        return driver;
    }

    static string Page(params string[] networks) =>
        ZerionJson.Page(networks.Select(network => $$$"""{"type":"chains","id":"{{{network}}}","attributes":{"name":"{{{network}}}"}}"""));

    static Task<IReadOnlyDictionary<string, NetworkInfo>> ListAsync(ZerionDriver driver) => driver.Networks.ListAsync(CancellationToken.None);
}
