using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Contracts of the best-known assets of each network, up to 200 symbols, from <c>KnownAssets.tsv</c>, which <c>infra/assets.mjs</c> writes. A symbol
/// is protected on a network only if the table lists its contract there, so that an unlisted bridge is not taken for a fake.
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

    // The most imitated assets.
    static readonly FrozenSet<string> Greatest = new[]
    {
        "BUSD", "DAI", "PYUSD", "USDC", "USDE", "USDP", "USDT", "WAVAX", "WBNB", "WBTC", "WETH", "WMATIC",
    }.Concat(Coins.Values).ToFrozenSet(StringComparer.Ordinal);

    // Shorter symbols are too common to protect.
    const int MinLetters = 3;
    const int MaxAffix = 3;

    // Legitimate affixes: bridges, pools, principal and yield tokens.
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

    /// <summary>Whether the table lists the asset, or it is the coin of one of the table's networks.</summary>
    public static bool Contains(AssetKey key) =>
        Contracts.Contains(key) || (key.ContractAddress == AssetIdentity.Native && Coins.ContainsKey(key.Network));

    /// <summary>
    /// Whether symbol or name looks like that of a well-known asset of the network, also with a short affix on the symbol. The caller has ruled
    /// out that it is that asset.
    /// </summary>
    public static bool IsImpersonated(string network, string symbol, string name) =>
        IsProtected(network, symbol)
        || (SymbolsByName.TryGetValue(Letters(name), out var owner) && Protected.Contains((network, owner)))
        || (LookAlikes.Fold(symbol).Split(AffixSeparators, StringSplitOptions.RemoveEmptyEntries) is [var first, var second]
            && (IsWithAffix(network, first, second) || IsWithAffix(network, second, first)));

    /// <summary>Whether the symbol looks like one of the most imitated assets.</summary>
    public static bool IsGreat(string symbol) => Greatest.Contains(Letters(symbol));

    static bool IsWithAffix(string network, string symbol, string affix) =>
        affix.Length <= MaxAffix && !HonestAffixes.Contains(affix.ToUpperInvariant()) && IsProtected(network, symbol);

    static bool IsProtected(string network, string symbol) =>
        Protected.Contains((network, Letters(symbol))) || Protected.Contains((network, Letters(Shape(LookAlikes.Fold(symbol)))));

    // A lower-case L looks like a capital I; a capital L does not.
    static string Shape(string text) => text.Replace('l', 'I').Replace('|', 'I');

    // Imitations differ by spaces and punctuation, so these are dropped. Digits count: USDT0 is not USDT.
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
