using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Registry;

public sealed class CosmosAssetSearchTests(CosmosFixture cosmos) : AssetSearchContract, IClassFixture<CosmosFixture>
{
    IAssetSearch Search => cosmos.Services.GetRequiredService<IAssetSearch>();

    protected override (IAssetRegistry Registry, IAssetSearch Search) Open() => (cosmos.Registry, Search);

    [Theory]
    [InlineData("tkn", "requests-a", 2)]
    [InlineData("0x1234567890123456789012345678901234567890", "requests-a", 2)]
    [InlineData("0x1234567890123456789012345678901234567890", null, 4)]
    [InlineData("tkn", null, 4)]
    public async Task A_page_takes_one_request_on_one_network_and_two_on_all_and_one_per_network_found_for_its_prices(string text, string? network, int requests)
    {
        await cosmos.Registry.CreateAsync("requests-a", Assets("requests-a", 60), CancellationToken.None);
        await cosmos.Registry.CreateAsync("requests-b", Assets("requests-b", 60), CancellationToken.None);
        var query = new AssetSearchQuery { PageSize = 25, Text = text, Network = network };
        do
        {
            using var usage = cosmos.Meter.Begin();
            query = query with { After = (await Search.SearchAsync(query, CancellationToken.None)).Continuation };
            Assert.InRange(usage.Usage.Requests, 1, requests);
        }
        while (query.After is not null);
    }
}
