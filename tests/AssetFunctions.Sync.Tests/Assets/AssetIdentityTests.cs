using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class AssetIdentityTests
{
    const string Usdc = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

    [Fact]
    public void Two_casings_of_an_EVM_address_are_one_asset() =>
        Assert.Equal(AssetIdentity.Canonicalize("ethereum", Usdc.ToLowerInvariant()), AssetIdentity.Canonicalize("Ethereum", Usdc));

    [Fact]
    public void Two_Solana_mints_that_differ_by_case_are_two_assets() =>
        Assert.NotEqual(
            AssetIdentity.Canonicalize("solana", "Ax7EjwgEX1hXVHRDTBuBgS3rKWVvyqTsGkRMc5XiDkJe"),
            AssetIdentity.Canonicalize("solana", "AX7EjwgEX1hXVHRDTBuBgS3rKWVvyqTsGkRMc5XiDkJe"));

    [Fact]
    public void An_unknown_network_keeps_its_slug_and_the_case_of_its_addresses()
    {
        var key = AssetIdentity.Canonicalize("brand-new-chain", "AbC");

        Assert.Equal(new AssetKey("brand-new-chain", "AbC"), key);
    }

    [Theory]
    [InlineData("ethereum", null)]
    [InlineData("ethereum", "")]
    [InlineData("base", "0x0000000000000000000000000000000000000000")]
    [InlineData("base", "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE")]
    [InlineData("polygon", "0x0000000000000000000000000000000000001010")]
    [InlineData("solana", "11111111111111111111111111111111")]
    [InlineData("some-new-chain", null)]
    public void Every_way_to_say_native_is_the_native_coin(string network, string? address) =>
        Assert.Equal(AssetIdentity.Native, AssetIdentity.Canonicalize(network, address).ContractAddress);

    [Theory]
    [InlineData("ethereum", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2")]
    [InlineData("solana", "So11111111111111111111111111111111111111112")]
    [InlineData("ethereum", "0x0000000000000000000000000000000000001010")]
    public void A_wrapped_coin_and_another_networks_sentinel_are_contracts_of_their_own(string network, string address) =>
        Assert.NotEqual(AssetIdentity.Native, AssetIdentity.Canonicalize(network, address).ContractAddress);

    [Fact]
    public void A_missing_network_is_an_error_and_never_ethereum() =>
        Assert.Throws<ArgumentException>(() => AssetIdentity.Canonicalize(" ", Usdc));
}
