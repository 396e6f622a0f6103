using System.Buffers;
using System.Collections.Frozen;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>
/// DefiLlama's ids of assets: <c>chain:address</c>, or <c>coingecko:slug</c> for coins without a contract. The server ignores the case of ids except
/// on a few chains. Ids here have the case of the server's responses, so that two spellings never become two ids.
/// </summary>
static class DefiLlamaIds
{
    const string ZeroAddress = "0x0000000000000000000000000000000000000000";

    /// <summary>Networks with another name at DefiLlama. All others have the same name.</summary>
    static readonly FrozenDictionary<string, string> Chains = new Dictionary<string, string>
    {
        ["binance-smart-chain"] = "bsc",
        ["avalanche"] = "avax",
        ["zksync-era"] = "era",
        ["gnosis"] = "xdai",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenSet<string> CaseSensitiveChains = new[] { "solana", "tron", "sui", "aptos" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>CoinGecko's slugs of native coins. A coin of many networks has one id.</summary>
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

    // Characters that need no escaping in a path whose ids are separated by commas.
    static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:");

    /// <summary>Returns the id of an asset, or null when it cannot be requested.</summary>
    /// <param name="evmNetworks">Further networks whose native coin has the zero address.</param>
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
