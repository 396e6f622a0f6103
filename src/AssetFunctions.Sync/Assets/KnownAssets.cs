using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// The contracts of the assets that are imitated most: wrapped coins and the great stablecoins on the networks where they are issued or bridged.
/// A symbol is protected on a network only where the table knows its contract there, so that an unlisted bridge is not taken for a fake.
/// </summary>
static class KnownAssets
{
    static readonly FrozenDictionary<string, string> Coins = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["arbitrum"] = "ETH", ["avalanche"] = "AVAX", ["base"] = "ETH", ["binance-smart-chain"] = "BNB", ["blast"] = "ETH", ["celo"] = "CELO",
        ["ethereum"] = "ETH", ["ink"] = "ETH", ["optimism"] = "ETH", ["polygon"] = "POL", ["solana"] = "SOL", ["soneium"] = "ETH",
        ["unichain"] = "ETH", ["zksync-era"] = "ETH", ["zora"] = "ETH",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, string> SymbolsByName = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ETHEREUM"] = "ETH", ["ETHER"] = "ETH", ["USDCOIN"] = "USDC", ["TETHERUSD"] = "USDT", ["TETHER"] = "USDT", ["USDTETHER"] = "USDT",
        ["DAISTABLECOIN"] = "DAI", ["WRAPPEDETHER"] = "WETH", ["WRAPPEDBTC"] = "WBTC", ["WRAPPEDBITCOIN"] = "WBTC", ["SOLANA"] = "SOL", ["PAYPALUSD"] = "PYUSD",
        ["BINANCEUSD"] = "BUSD", ["AVALANCHE"] = "AVAX",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenSet<AssetKey> Contracts = Read().Select(row => row.Key).ToFrozenSet();

    static readonly FrozenSet<(string Network, string Symbol)> Protected =
        Read().Select(row => (row.Key.Network, row.Symbol)).Concat(Coins.Select(coin => (coin.Key, coin.Value))).ToFrozenSet();

    /// <summary>Whether the asset is one of the table, or the coin of a network of the table.</summary>
    public static bool Contains(AssetKey key) =>
        Contracts.Contains(key) || (key.ContractAddress == AssetIdentity.Native && Coins.ContainsKey(key.Network));

    /// <summary>Whether symbol or name, as a reader sees them, are those of a well-known asset of the network. The caller knows that the asset is another.</summary>
    public static bool IsImpersonated(string network, string symbol, string name) =>
        Protected.Contains((network, Letters(symbol)))
        || (SymbolsByName.TryGetValue(Letters(name), out var owner) && Protected.Contains((network, owner)));

    // Spaces and punctuation are where imitations differ; digits are not, USDT0 is no USDT.
    static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var letter in LookAlikes.Fold(text))
        {
            if (char.IsLetterOrDigit(letter))
            {
                letters.Append(char.ToUpperInvariant(letter));
            }
        }

        return letters.ToString();
    }

    static List<(AssetKey Key, string Symbol)> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(KnownAssets).FullName}.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rows = new List<(AssetKey, string)>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            rows.Add((AssetIdentity.Canonicalize(cells[0], cells[1]), cells[2]));
        }

        return rows;
    }
}
