using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// The contracts of the best-known assets of each network, up to 200 symbols: <c>infra/assets.mjs</c> writes them to <c>KnownAssets.tsv</c>. A symbol
/// is protected on a network only where the table knows its contract there, so that an unlisted bridge is not taken for a fake.
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

    // The assets that are imitated most.
    static readonly FrozenSet<string> Greatest = new[]
    {
        "BUSD", "DAI", "PYUSD", "USDC", "USDE", "USDP", "USDT", "WAVAX", "WBNB", "WBTC", "WETH", "WMATIC",
    }.Concat(Coins.Values).ToFrozenSet(StringComparer.Ordinal);

    // Shorter symbols are in use everywhere.
    const int MinLetters = 3;
    const int MaxAffix = 3;

    // Marks of bridges, and of tokens that hold the one they name: pools, principal and yield tokens.
    static readonly FrozenSet<string> HonestAffixes =
        new[] { "AXL", "B", "E", "LP", "M", "N", "PT", "SO", "SY", "V2", "V3", "WH", "YT" }.ToFrozenSet(StringComparer.Ordinal);

    static readonly char[] AffixSeparators = ['.', '_', ':', ' '];

    static readonly List<(AssetKey Key, string Symbol)> Rows = Read();

    static readonly FrozenSet<AssetKey> Contracts = Rows.Select(row => row.Key).ToFrozenSet();

    static readonly FrozenSet<(string Network, string Letters)> Protected = Rows.Select(row => (row.Key.Network, row.Symbol))
        .Concat(Coins.Select(coin => (coin.Key, coin.Value)))
        .Select(row => (row.Item1, Letters(row.Item2)))
        .Where(row => row.Item2.Length >= MinLetters)
        .ToFrozenSet();

    /// <summary>Whether the asset is one of the table, or the coin of a network of the table.</summary>
    public static bool Contains(AssetKey key) =>
        Contracts.Contains(key) || (key.ContractAddress == AssetIdentity.Native && Coins.ContainsKey(key.Network));

    /// <summary>
    /// Whether symbol or name, as a reader sees them, are those of a well-known asset of the network, the symbol with something short before or
    /// behind it included. The caller knows that the asset is another.
    /// </summary>
    public static bool IsImpersonated(string network, string symbol, string name) =>
        IsProtected(network, symbol)
        || (SymbolsByName.TryGetValue(Letters(name), out var owner) && Protected.Contains((network, owner)))
        || (LookAlikes.Fold(symbol).Split(AffixSeparators, StringSplitOptions.RemoveEmptyEntries) is [var first, var second]
            && (IsWithAffix(network, first, second) || IsWithAffix(network, second, first)));

    /// <summary>Whether the symbol, as a reader sees it, is that of a coin or great stablecoin.</summary>
    public static bool IsGreat(string symbol) => Greatest.Contains(Letters(symbol));

    static bool IsWithAffix(string network, string symbol, string affix) =>
        affix.Length <= MaxAffix && !HonestAffixes.Contains(affix.ToUpperInvariant()) && IsProtected(network, symbol);

    static bool IsProtected(string network, string symbol) =>
        Protected.Contains((network, Letters(symbol))) || Protected.Contains((network, Letters(Shape(LookAlikes.Fold(symbol)))));

    // A small L looks like the capital I, which the capital L does not.
    static string Shape(string text) => text.Replace('l', 'I').Replace('|', 'I');

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
