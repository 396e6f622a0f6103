using System.Collections.Frozen;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Turns what a provider says about an asset into its platform-wide identity.
/// Case is folded only for networks known to be EVM, because elsewhere case is data: two Solana mints can differ by case alone.
/// </summary>
public static class AssetIdentity
{
    /// <summary>Contract address of a network's own coin.</summary>
    public const string Native = "native";

    static readonly FrozenSet<string> EvmNetworks = new[]
    {
        "abstract", "apechain", "arbitrum", "aurora", "avalanche", "base", "berachain", "binance-smart-chain", "blast", "celo",
        "cronos", "degen", "ethereum", "fantom", "fraxtal", "gnosis", "gravity-alpha", "hyperevm", "ink", "katana", "lens", "linea",
        "manta-pacific", "mantle", "mode", "monad", "opbnb", "optimism", "plasma", "polygon", "polygon-zkevm", "ronin", "scroll", "sei",
        "soneium", "sonic", "swellchain", "taiko", "unichain", "wonder", "world", "xdai", "zero", "zkcandy", "zklink-nova", "zksync-era", "zora",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Addresses by which providers name a network's own coin. Wrapped coins are contracts of their own and never listed.
    static readonly FrozenSet<string> EvmNativeSentinels = new[]
    {
        "0x0000000000000000000000000000000000000000",
        "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
    }.ToFrozenSet(StringComparer.Ordinal);

    const string PolygonNative = "0x0000000000000000000000000000000000001010";
    const string Solana = "solana";
    const string SolanaSystemProgram = "11111111111111111111111111111111";

    /// <summary>Whether addresses of <paramref name="network"/> are case-insensitive hexadecimal.</summary>
    public static bool IsEvm(string network) => EvmNetworks.Contains(network);

    /// <summary>Whether addresses of <paramref name="network"/> are base58 of 32 bytes.</summary>
    public static bool IsSolana(string network) => network == Solana;

    /// <summary>Builds the identity of an asset. An unknown network keeps its own slug and the case of its addresses.</summary>
    /// <param name="network">Network slug from the provider; surrounding white space and case are ignored.</param>
    /// <param name="contractAddress">Address from the provider; null, empty or a native sentinel means the network's own coin.</param>
    /// <exception cref="ArgumentException">The network is missing.</exception>
    public static AssetKey Canonicalize(string network, string? contractAddress)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(network);
        var slug = network.Trim().ToLowerInvariant();
        return new AssetKey(slug, CanonicalAddress(slug, contractAddress?.Trim()));
    }

    static string CanonicalAddress(string network, string? address)
    {
        if (string.IsNullOrEmpty(address) || string.Equals(address, Native, StringComparison.OrdinalIgnoreCase))
        {
            return Native;
        }

        if (!IsEvm(network))
        {
            return network == Solana && address == SolanaSystemProgram ? Native : address;
        }

        var folded = address.ToLowerInvariant();
        var isNative = EvmNativeSentinels.Contains(folded) || (network == "polygon" && folded == PolygonNative);
        return isNative ? Native : folded;
    }
}
