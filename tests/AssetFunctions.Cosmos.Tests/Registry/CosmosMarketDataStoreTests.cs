using System.Text.Json;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Registry;

public sealed class CosmosMarketDataStoreTests(CosmosFixture cosmos) : MarketDataStoreContract, IClassFixture<CosmosFixture>
{
    static readonly MarketData Figures = new(Noon.AddMilliseconds(123), "zerion")
    {
        CapUsd = 3_196_313.736038149m, Volume24hUsd = 40_096_375.69294812m, Change24h = -0.7379066649086338m,
    };

    protected override (IAssetRegistry Registry, IMarketDataStore Store) Open() => (cosmos.Registry, Store);

    IMarketDataStore Store => cosmos.Services.GetRequiredService<IMarketDataStore>();

    [Fact]
    public async Task Market_data_of_a_hundred_assets_takes_one_request()
    {
        var assets = Assets("market-requests", 100).Select(asset => asset with { HeldAt = Noon }).ToList();
        await cosmos.Registry.CreateAsync("market-requests", assets, CancellationToken.None);
        using var usage = cosmos.Meter.Begin();

        await Store.UpdateAsync("market-requests", [.. assets.Select(asset => new MarketDataUpdate(new(asset, null), Noon, Figures))], CancellationToken.None);

        Assert.Equal(1, usage.Usage.Requests);
    }

    // A document of up to 1 KB, with 250 bytes of system properties, costs the least.
    [Fact]
    public void Document_of_an_ordinary_asset_stays_below_750_bytes_until_it_has_market_data_and_below_900_with_it()
    {
        var asset = Asset("ethereum", "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48", facts: Facts("USDC") with
        {
            Name = "USD Coin", Decimals = 6, IconUrl = "https://cdn.zerion.io/0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48.png", GroupId = "fda0820a-9cff-40f5-997b-a76b9f9d60e7",
        }) with
        {
            HeldAt = Noon, Price = new(1.0001m, Noon, "zerion"),
        };

        Assert.InRange(SizeOf(asset), 1, 750);
        Assert.InRange(SizeOf(asset with { Market = Figures, Website = "https://www.centre.io/usdc" }), 1, 900);
    }

    static int SizeOf(Asset asset) => JsonSerializer.SerializeToUtf8Bytes(AssetMapper.ToDocument(asset), CosmosJson.Default.AssetDocument).Length;
}
