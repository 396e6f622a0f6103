using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class AssetIdentityTests
{
    const string TonUsdt = "0:b113a994b5024a16719f69139328eb759596c38a25f59028b146fecdc3621dfe";
    const string StellarIssuer = "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN";
    const string StellarUsdc = "CCW67TSZV3SSS2HXMBQ5JFGCKJNXKZM7UQUWUZPUTHXSTZLEO7SJMI75";
    const string Usdc = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

    [Fact]
    public void Two_casings_of_an_EVM_address_are_one_asset() =>
        Assert.Equal(AssetIdentity.Canonicalize("ethereum", Usdc.ToLowerInvariant()), AssetIdentity.Canonicalize("Ethereum", Usdc));

    [Fact]
    public void Two_Stellar_codes_that_differ_by_case_are_two_assets() =>
        Assert.NotEqual(
            AssetIdentity.Canonicalize("stellar", $"USDC:{StellarIssuer}"), AssetIdentity.Canonicalize("stellar", $"usdc:{StellarIssuer}"));

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

    /// <summary>Family: spellings of one address. Case is significant unless a family defines otherwise.</summary>
    [Theory]
    [InlineData("xlayer", "0x55aF050C759283dBb7652DcBc462930C314A82a9", "0x55af050c759283dbb7652dcbc462930c314a82a9")]
    [InlineData("brand-new-chain", "0X55AF050C759283DBB7652DCBC462930C314A82A9", "0x55af050c759283dbb7652dcbc462930c314a82a9")]
    [InlineData("xdc", "xdc55aF050C759283dBb7652DcBc462930C314A82a9", "0x55af050c759283dbb7652dcbc462930c314a82a9")]
    [InlineData("sui", "0x06864A6f921804860930db6ddbe2e16acdf8504495ea7481637a1c8b9a8fe54b::cetus::CETUS", "0x06864a6f921804860930db6ddbe2e16acdf8504495ea7481637a1c8b9a8fe54b::cetus::CETUS")]
    [InlineData("sui", "0x6864a6f921804860930db6ddbe2e16acdf8504495ea7481637a1c8b9a8fe54b::cetus::CETUS", "0x06864a6f921804860930db6ddbe2e16acdf8504495ea7481637a1c8b9a8fe54b::cetus::CETUS")]
    [InlineData("aptos", "0x0000000000000000000000000000000000000000000000000000000000000001::coin::Lp<0x01::a::A, 0xAB::b::B>", "0x1::coin::Lp<0x1::a::A, 0x00000000000000000000000000000000000000000000000000000000000000ab::b::B>")]
    [InlineData("starknet", "0x53C91253bc9682c04929ca02ed00b3e423f6710d2ee7e0d5ebb06f3ecf368a8", "0x053c91253bc9682c04929ca02ed00b3e423f6710d2ee7e0d5ebb06f3ecf368a8")]
    [InlineData("tron", "41a614f803b6fd780986a42c78ec9c7f77e6ded13c", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("tron", "0xA614F803B6FD780986A42C78EC9C7F77E6DED13C", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("ton", "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs", TonUsdt)]
    [InlineData("ton", "UQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id/p0p", TonUsdt)]
    [InlineData("ton", "0:B113A994B5024A16719F69139328EB759596C38A25F59028B146FECDC3621DFE", TonUsdt)]
    [InlineData("osmosis", "ibc/27394fb092d2eccd56123c74f36e4c1f926001ceada9ca97ea622b25f41e5eb2", "ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2")]
    [InlineData("hedera", "0.0.456858", "0.0.456858")]
    [InlineData("hedera", "00.000.0456858-fzbcg", "0.0.456858")]
    [InlineData("hedera", "0x000000000000000000000000000000000006F89a", "0.0.456858")]
    [InlineData("hedera", "0x0000000000000000000000000000000000000000000006F89a", "0x0000000000000000000000000000000000000000000006f89a")]
    [InlineData("hedera", "0xBE0EB53F46CD790CD13851D5EFF43D12404D33E8", "0xbe0eb53f46cd790cd13851d5eff43d12404d33e8")]
    [InlineData("stellar", $"USDC:{StellarIssuer}", StellarUsdc)]
    [InlineData("stellar", $"USDC-{StellarIssuer}", StellarUsdc)]
    [InlineData("stellar", $"USDC-{StellarIssuer}-1", StellarUsdc)]
    [InlineData("stellar", StellarUsdc, StellarUsdc)]
    [InlineData("stellar", "USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVM", "USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVM")]
    [InlineData("osmosis", "OSMO1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5LZV7XU", "OSMO1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5LZV7XU")]
    [InlineData("bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("bitcoin", "BC1P0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQZK5JJ0", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0")]
    [InlineData("bitcoin", "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    public void Every_spelling_of_an_address_gives_its_canonical_form(string network, string spelling, string canonical)
    {
        var key = AssetIdentity.Canonicalize(network, spelling);

        Assert.Equal(new AssetKey(network, canonical), key);
        Assert.Equal(key, AssetIdentity.Canonicalize(network, key.ContractAddress));
    }

    /// <summary>Family: faces of a network's own coin.</summary>
    [Theory]
    [InlineData("celo", "0x471EcE3750Da237f93B8E339c536989b8978a438")]
    [InlineData("polygon", "0x0000000000000000000000000000000000001010")]
    [InlineData("shibarium", "0x0000000000000000000000000000000000001010")]
    [InlineData("metis-andromeda", "0xDeadDeAddeAddEAddeadDEaDDEAdDeaDDeAD0000")]
    [InlineData("mantle", "0xDeadDeAddeAddEAddeadDEaDDEAdDeaDDeAD0000")]
    [InlineData("optimism", "0xDeadDeAddeAddEAddeadDEaDDEAdDeaDDeAD0000")]
    [InlineData("base", "0xDeadDeAddeAddEAddeadDEaDDEAdDeaDDeAD0000")]
    [InlineData("zksync-era", "0x000000000000000000000000000000000000800A")]
    [InlineData("abstract", "0x000000000000000000000000000000000000800A")]
    [InlineData("moonbeam", "0x0000000000000000000000000000000000000802")]
    [InlineData("moonriver", "0x0000000000000000000000000000000000000802")]
    [InlineData("peaq", "0x0000000000000000000000000000000000000809")]
    [InlineData("acala", "0x0000000000000000000100000000000000000000")]
    [InlineData("karura", "0x0000000000000000000100000000000000000080")]
    [InlineData("arc", "0x3600000000000000000000000000000000000000")]
    [InlineData("stable", "0x779Ded0c9e1022225f8E0630b35a9b54bE713736")]
    [InlineData("iota-evm", "0x1074010000000000000000000000000000000000")]
    [InlineData("brand-new-chain", "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE")]
    [InlineData("tron", "0x0000000000000000000000000000000000000000")]
    [InlineData("ton", "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c")]
    [InlineData("hedera", "0x0000000000000000000000000000000000000000")]
    [InlineData("hedera", "0.0.0")]
    [InlineData("stellar", "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA")]
    public void Face_of_a_coin_is_the_coin(string network, string face) =>
        Assert.Equal(new AssetKey(network, AssetIdentity.Native), AssetIdentity.Canonicalize(network, face));

    [Theory]
    [InlineData("ethereum", null)]
    [InlineData("ethereum", "")]
    [InlineData("base", "0x0000000000000000000000000000000000000000")]
    [InlineData("base", "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE")]
    [InlineData("polygon", "0x0000000000000000000000000000000000001010")]
    [InlineData("solana", "11111111111111111111111111111111")]
    [InlineData("some-new-chain", null)]
    public void Every_spelling_of_native_is_the_native_coin(string network, string? address) =>
        Assert.Equal(AssetIdentity.Native, AssetIdentity.Canonicalize(network, address).ContractAddress);

    [Theory]
    [InlineData("ethereum", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2")]
    [InlineData("solana", "So11111111111111111111111111111111111111112")]
    [InlineData("ethereum", "0x0000000000000000000000000000000000001010")]
    [InlineData("mantle", "0xdEAddEaDdeadDEadDEADDEAddEADDEAddead1111")]
    [InlineData("optimism", "0x4200000000000000000000000000000000000006")]
    [InlineData("ethereum", "0x471EcE3750Da237f93B8E339c536989b8978a438")]
    public void Wrapped_coin_and_sentinel_of_another_network_are_separate_contracts(string network, string address) =>
        Assert.NotEqual(AssetIdentity.Native, AssetIdentity.Canonicalize(network, address).ContractAddress);

    [Fact]
    public void Missing_network_is_an_error_and_never_ethereum() =>
        Assert.Throws<ArgumentException>(() => AssetIdentity.Canonicalize(" ", Usdc));
}
