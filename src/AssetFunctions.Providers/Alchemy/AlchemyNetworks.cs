using System.Collections.Frozen;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>An Alchemy network and its native coin, which Alchemy does not always describe.</summary>
/// <param name="Slug">The network's slug in the registry, which is Zerion's.</param>
/// <param name="CoinSymbol">Ticker of the native coin.</param>
/// <param name="CoinName">Name of the native coin.</param>
/// <param name="CoinDecimals">Decimals of the native coin.</param>
sealed record AlchemyNetwork(string Slug, string CoinSymbol, string CoinName, int CoinDecimals);

/// <summary>Alchemy's networks. An unlisted network keeps its Alchemy name, and its coin is read only if Alchemy describes it.</summary>
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

    /// <summary>Returns the network with this Alchemy name, or null.</summary>
    public static AlchemyNetwork? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The network's slug in the registry.</summary>
    public static string SlugOf(string name) => Find(name)?.Slug ?? name;

    /// <summary>Returns true if the network's wallets have Solana addresses.</summary>
    public static bool IsSolana(string name) => name.StartsWith("solana", StringComparison.Ordinal);

    static AlchemyNetwork Ether(string slug) => new(slug, "ETH", "Ethereum", EvmDecimals);
}
