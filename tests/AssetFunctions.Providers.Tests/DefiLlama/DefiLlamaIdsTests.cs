using AssetFunctions.Providers.DefiLlama;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.DefiLlama;

public sealed class DefiLlamaIdsTests
{
    [Theory]
    [InlineData("ethereum", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "ethereum:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")]
    [InlineData("binance-smart-chain", "0x55D398326f99059fF775485246999027B3197955", "bsc:0x55d398326f99059ff775485246999027b3197955")]
    [InlineData("avalanche", "0x1", "avax:0x1")]
    [InlineData("zksync-era", "0x1", "era:0x1")]
    [InlineData("xdai", "0x1", "xdai:0x1")]
    [InlineData("gnosis", "0x1", "xdai:0x1")]
    [InlineData("linea", "0x1", "linea:0x1")]
    [InlineData("never-heard-of", "AbC", "never-heard-of:abc")]
    [InlineData("solana", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v", "solana:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v")]
    [InlineData("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("sui", "0x2::sui::SUI", "sui:0x2::sui::SUI")]
    [InlineData("aptos", "0x1::aptos_coin::AptosCoin", "aptos:0x1::aptos_coin::AptosCoin")]
    [InlineData("ethereum", "native", "coingecko:ethereum")]
    [InlineData("base", "native", "coingecko:ethereum")]
    [InlineData("polygon", "native", "coingecko:polygon-ecosystem-token")]
    [InlineData("solana", "native", "coingecko:solana")]
    [InlineData("berachain", "native", "berachain:0x0000000000000000000000000000000000000000")]
    [InlineData("never-heard-of", "native", null)]
    [InlineData("osmosis", "ibc/27394FB092D2ECCD56123C74F36E4C1F926001CE", null)]
    [InlineData("ethereum", "0x1,ethereum:0x2", null)]
    [InlineData("ethereum", "0x1%2c", null)]
    [InlineData("ethereum", "", "ethereum:")]
    [InlineData("a/b", "0x1", null)]
    public void Asset_has_the_id_of_the_servers_response(string network, string address, string? id) =>
        Assert.Equal(id, DefiLlamaIds.Of(new AssetKey(network, address)));

    /// <summary>Family: networks outside of our own lists. The provider's catalog has enough facts to price their coins.</summary>
    [Fact]
    public void The_coin_of_an_EVM_network_that_only_the_catalog_knows_has_the_zero_address()
    {
        NetworkInfo[] catalog = [new() { Slug = "xlayer", Name = "X Layer", ExternalId = "0xC4" }, new() { Slug = "fogo", Name = "Fogo", ExternalId = "fogo" }];
        var evm = catalog.Where(network => network.IsEvm).Select(network => network.Slug).ToHashSet();

        Assert.Equal("xlayer:0x0000000000000000000000000000000000000000", DefiLlamaIds.Of(new AssetKey("xlayer", "native"), evm));
        Assert.Null(DefiLlamaIds.Of(new AssetKey("fogo", "native"), evm));
    }

    [Fact]
    public void Id_that_cannot_be_priced_is_null() => Assert.Null(DefiLlamaIds.Of(new AssetKey("ethereum", new string('a', 250))));
}
