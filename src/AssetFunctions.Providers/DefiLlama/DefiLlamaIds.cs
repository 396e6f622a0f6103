using System.Buffers;
using System.Collections.Frozen;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>
/// Ids by which DefiLlama knows assets: <c>chain:address</c>, or <c>coingecko:slug</c> for coins that are no contract. The server folds the
/// case of ids but for a few chains; an id here has the case in which the server answers, so that two spellings never become two ids.
/// </summary>
static class DefiLlamaIds
{
    const string ZeroAddress = "0x0000000000000000000000000000000000000000";

    /// <summary>Networks that DefiLlama names otherwise. All others have the same name.</summary>
    static readonly FrozenDictionary<string, string> Chains = new Dictionary<string, string>
    {
        ["binance-smart-chain"] = "bsc",
        ["avalanche"] = "avax",
        ["zksync-era"] = "era",
        ["gnosis"] = "xdai",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenSet<string> CaseSensitiveChains = new[] { "solana", "tron", "sui", "aptos" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>CoinGecko's slugs of networks' own coins. One coin of many networks is one id.</summary>
    static readonly FrozenDictionary<string, string> Coins = new Dictionary<string, string>
    {
        ["aptos"] = "aptos",
        ["arbitrum"] = "ethereum",
        ["avalanche"] = "avalanche-2",
        ["base"] = "ethereum",
        ["binance-smart-chain"] = "binancecoin",
        ["blast"] = "ethereum",
        ["celo"] = "celo",
        ["ethereum"] = "ethereum",
        ["fantom"] = "fantom",
        ["gnosis"] = "xdai",
        ["ink"] = "ethereum",
        ["linea"] = "ethereum",
        ["mantle"] = "mantle",
        ["optimism"] = "ethereum",
        ["polygon"] = "polygon-ecosystem-token",
        ["scroll"] = "ethereum",
        ["solana"] = "solana",
        ["soneium"] = "ethereum",
        ["sui"] = "sui",
        ["tron"] = "tron",
        ["unichain"] = "ethereum",
        ["xdai"] = "xdai",
        ["zksync-era"] = "ethereum",
        ["zora"] = "ethereum",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Neither escaped nor taken for something else in a path whose ids are separated by commas.
    static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:");

    /// <summary>The id of an asset, or null where it cannot be asked for.</summary>
    /// <param name="evmNetworks">Further networks whose coins are known by the zero address.</param>
    public static string? Of(AssetKey asset, IReadOnlySet<string>? evmNetworks = null)
    {
        var id = asset.ContractAddress == AssetIdentity.Native ? OfCoin(asset.Network, evmNetworks) : OfContract(asset.Network, asset.ContractAddress);
        return id is { Length: <= DefiLlamaDefaults.MaxIdLength } && id.AsSpan().IndexOfAnyExcept(Plain) < 0 ? id : null;
    }

    static string? OfCoin(string network, IReadOnlySet<string>? evmNetworks) =>
        Coins.TryGetValue(network, out var slug) ? $"coingecko:{slug}"
        : AssetIdentity.IsEvm(network) || evmNetworks?.Contains(network) == true ? OfContract(network, ZeroAddress)
        : null;

    static string OfContract(string network, string address)
    {
        var chain = Chains.GetValueOrDefault(network, network);
        return CaseSensitiveChains.Contains(chain) ? $"{chain}:{address}" : $"{chain}:{address}".ToLowerInvariant();
    }
}
