using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>Bugs of the service that this one replaces.</summary>
public sealed partial class PositionRowReaderTests
{
    [Fact]
    public void Address_and_decimals_come_from_the_implementation_on_the_positions_network_and_not_from_the_first()
    {
        var position = Read(row =>
        {
            row.SetChain("base");
            row.Quantity()["decimals"] = null;
            row.SetImplementations("""
                [{ "chain_id": "binance-smart-chain", "address": "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d", "decimals": 18 },
                 { "chain_id": "base", "address": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "decimals": 6 }]
                """);
        });

        Assert.Equal(new AssetKey("base", "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"), position.Asset);
        Assert.Equal(6, position.Decimals);
    }

    [Fact]
    public void A_token_with_0_decimals_does_not_become_one_with_18()
    {
        var position = Read(row =>
        {
            row.Quantity()["decimals"] = 0;
            row.Implementation()["decimals"] = 0;
        });

        Assert.Equal(0, position.Decimals);
        Assert.Equal(0, position.Facts.Decimals);
    }

    [Fact]
    public void An_unknown_network_keeps_its_own_slug_and_does_not_become_ethereum()
    {
        var position = Read(row =>
        {
            row.SetChain("brand-new-network");
            row.Implementation()["chain_id"] = "brand-new-network";
        });

        Assert.Equal("brand-new-network", position.Asset.Network);
    }

    [Fact]
    public void One_token_in_two_casings_is_one_asset_and_on_solana_two()
    {
        static AssetKey Key(string network, string address) => Read(row =>
        {
            row.SetChain(network);
            row.Implementation()["chain_id"] = network;
            row.Implementation()["address"] = address;
        }).Asset;

        Assert.Equal(Key("ethereum", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"), Key("ethereum", "0xA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48"));
        Assert.NotEqual(
            Key("solana", "Ax7Ejwg5Qz5mpzGkKVVoT6WzjPZ2n6oVmbDX3wvhTCbR"),
            Key("solana", "AX7Ejwg5Qz5mpzGkKVVoT6WzjPZ2n6oVmbDX3wvhTCbR"));
    }

    [Fact]
    public void Verified_is_read_under_the_flags_of_the_token()
    {
        Assert.True(Read(row => row.Fungible()["flags"]!["verified"] = true).Facts.Verified);
        Assert.False(Read(row =>
        {
            row.Fungible()["verified"] = true;
            row.Fungible()["flags"]!["verified"] = false;
        }).Facts.Verified);
    }

    [Fact]
    public void Missing_flags_leave_the_verification_unknown()
    {
        Assert.Null(Read(row => row.Fungible()["flags"] = null).Facts.Verified);
        Assert.Null(Read(row => row.Fungible()["flags"]!["verified"] = null).Facts.Verified);
    }

    [Fact]
    public void An_unpriced_position_is_kept()
    {
        var position = Read(row =>
        {
            row.Attributes()["price"] = null;
            row.Attributes()["value"] = null;
        });

        Assert.Null(position.PriceUsd);
        Assert.Equal(2_500_000_001, position.RawAmount);
    }

    [Fact]
    public void A_loan_beside_a_deposit_of_the_same_token_is_a_position_of_its_own()
    {
        var deposit = Read(row => row.Attributes()["position_type"] = "deposit");
        var loan = Read(row => row.Attributes()["position_type"] = "loan");

        Assert.Equal(deposit.Asset, loan.Asset);
        Assert.NotEqual(deposit.Type, loan.Type);
        Assert.True(PositionTypes.IsDebt(loan.Type));
        Assert.True(loan.RawAmount > 0);
    }

    [Fact]
    public void A_price_below_a_cent_keeps_all_its_digits() => Assert.Equal(0.0000123456789m, PriceOf("0.0000123456789"));

    [Theory]
    [InlineData("LP_USDC_ETH_v2")]
    [InlineData("A:B|C")]
    public void Separators_in_a_symbol_stay_in_the_symbol_and_out_of_the_identity(string symbol)
    {
        var position = Read(row => row.Fungible()["symbol"] = symbol);

        Assert.Equal(symbol, position.Facts.Symbol);
        Assert.Equal(new AssetKey("ethereum", ZerionJson.Contract), position.Asset);
    }
}
