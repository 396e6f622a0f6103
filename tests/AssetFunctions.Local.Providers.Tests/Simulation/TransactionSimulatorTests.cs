using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Tests.Zerion;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Local.Providers.Tests.Simulation;

/// <summary>The simulator refuses requests that Zerion would refuse, so that mistakes in the client are noticed.</summary>
public sealed class TransactionSimulatorTests : IAsyncLifetime, IDisposable
{
    static readonly string Path = $"v1/wallets/{ZerionDriver.Wallet}/transactions/";

    readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false });
    ProviderSimulator _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ProviderSimulator.StartAsync(new SimulatorOptions { ApiKey = ZerionDriver.Key });
        _server.ServeTransactions(ZerionDriver.Wallet, TransactionProviderExamples.History(105).Select(transaction => TransactionJson.Row(transaction)).Reverse());
        _client.BaseAddress = _server.Address;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ZerionDriver.Key}:")));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("filter[min_mined_at]=2026-11-20T08:00:00Z")]
    [InlineData("filter[min_mined_at]=1795161600")]
    [InlineData("filter[max_mined_at]=179516160012x")]
    [InlineData("filter[mined_at_gte]=1795161600123")]
    [InlineData("sort=-mined_at")]
    [InlineData("page[size]=101")]
    [InlineData("page[size]=0")]
    [InlineData("page[after]=100")]
    [InlineData("filter[trash]=none")]
    public async Task Unknown_parameters_and_values_are_malformed(string query)
    {
        using var response = await _client.GetAsync(new Uri($"{Path}?{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Pages_are_linked_newest_first_until_the_last()
    {
        var first = await PageAsync($"{Path}?page[size]=50");
        var second = await PageAsync(Next(first)!);
        var third = await PageAsync(Next(second)!);

        Assert.Equal(
            Enumerable.Range(0, 105).Select(number => $"tx-{number}"),
            new[] { first, second, third }.SelectMany(page => page["data"]!.AsArray()).Select(row => (string)row!["id"]!));
        Assert.Null(Next(third));
    }

    [Theory]
    [InlineData("", 100)]
    [InlineData("?filter[trash]=no_filter", 100)]
    [InlineData("?filter[trash]=only_trash", 21)]
    [InlineData("?filter[trash]=only_non_trash", 84)]
    [InlineData("?filter[min_mined_at]=1795161540125", 2)]
    [InlineData("?filter[min_mined_at]=1795161540126", 1)]
    public async Task Filters_apply_and_trash_is_included_unless_filtered(string query, int rows) =>
        Assert.Equal(rows, (await PageAsync(Path + query))["data"]!.AsArray().Count);

    [Theory]
    [InlineData("transactions")]
    [InlineData("positions")]
    public async Task A_missing_slash_is_redirected_with_its_query(string list)
    {
        using var response = await _client.GetAsync(new Uri($"v1/wallets/{ZerionDriver.Wallet}/{list}?page[size]=5", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal($"/v1/wallets/{ZerionDriver.Wallet}/{list}/?page[size]=5", Uri.UnescapeDataString(response.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Chains_are_served_to_any_caller_with_the_key()
    {
        _server.ServePages(SimulatedResource.Chains, ProviderSimulator.AnyWallet, """{"data":[]}""");
        Assert.Empty((await PageAsync("v1/chains/"))["data"]!.AsArray());

        _client.DefaultRequestHeaders.Authorization = null;
        using var response = await _client.GetAsync(new Uri("v1/chains/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    static string? Next(JsonNode page) => (string?)page["links"]!["next"];

    async Task<JsonNode> PageAsync(string address) => JsonNode.Parse(await _client.GetStringAsync(new Uri(address, UriKind.RelativeOrAbsolute)))!;
}
