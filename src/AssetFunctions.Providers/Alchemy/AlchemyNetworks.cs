using System.Collections.Frozen;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>A network as Alchemy names it.</summary>
/// <param name="Slug">The network's slug in the registry, which is the one Zerion uses.</param>
/// <param name="CoinSymbol">Ticker of its own coin, which Alchemy does not describe.</param>
/// <param name="CoinName">Name of its own coin.</param>
/// <param name="CoinDecimals">Decimals of its own coin.</param>
sealed record AlchemyNetwork(string Slug, string CoinSymbol, string CoinName, int CoinDecimals);

/// <summary>Alchemy's networks. One that is not listed keeps its own name, and its coin is known only where Alchemy describes it.</summary>
static class AlchemyNetworks
{
    const int EvmDecimals = 18;
    const int SolanaDecimals = 9;

    static readonly FrozenDictionary<string, AlchemyNetwork> Known = new Dictionary<string, AlchemyNetwork>
    {
        ["eth-mainnet"] = Ether("ethereum"),
        ["base-mainnet"] = Ether("base"),
        ["arb-mainnet"] = Ether("arbitrum"),
        ["opt-mainnet"] = Ether("optimism"),
        ["zksync-mainnet"] = Ether("zksync-era"),
        ["linea-mainnet"] = Ether("linea"),
        ["matic-mainnet"] = new("polygon", "POL", "Polygon Ecosystem Token", EvmDecimals),
        ["polygon-mainnet"] = new("polygon", "POL", "Polygon Ecosystem Token", EvmDecimals),
        ["bnb-mainnet"] = new("binance-smart-chain", "BNB", "BNB", EvmDecimals),
        ["avax-mainnet"] = new("avalanche", "AVAX", "Avalanche", EvmDecimals),
        ["gnosis-mainnet"] = new("xdai", "XDAI", "xDAI", EvmDecimals),
        ["solana-mainnet"] = new("solana", "SOL", "Solana", SolanaDecimals),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is known of a network, or null.</summary>
    public static AlchemyNetwork? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The network's slug in the registry.</summary>
    public static string SlugOf(string name) => Find(name)?.Slug ?? name;

    /// <summary>Whether wallets of the network have Solana addresses.</summary>
    public static bool IsSolana(string name) => name.StartsWith("solana", StringComparison.Ordinal);

    static AlchemyNetwork Ether(string slug) => new(slug, "ETH", "Ethereum", EvmDecimals);
}
