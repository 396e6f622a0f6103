using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Contracts of the best-known assets of each network, up to 200 symbols, from <c>KnownAssets.tsv</c>, which <c>infra/assets.mjs</c> writes. A symbol
/// or name is protected on a network only if the table lists its contract there, so that an unlisted bridge is not taken for a fake.
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

    static readonly FrozenSet<string> CoinSymbols = Coins.Values.ToFrozenSet(StringComparer.Ordinal);

    // The most imitated assets.
    static readonly FrozenSet<string> Greatest = new[]
    {
        "BUSD", "DAI", "PYUSD", "USDC", "USDE", "USDP", "USDT", "WAVAX", "WBNB", "WBTC", "WETH", "WMATIC",
    }.Concat(Coins.Values).ToFrozenSet(StringComparer.Ordinal);

    // Shorter symbols and names are too common to protect.
    const int MinLetters = 3;
    const int MinNameLetters = 4;
    const int MaxAffix = 3;
    const int MaxNameWords = 4;

    // Legitimate affixes: bridges, pools, principal and yield tokens.
    static readonly FrozenSet<string> HonestAffixes =
        new[] { "AXL", "B", "E", "F", "G", "LP", "M", "N", "PT", "SO", "SY", "V2", "V3", "WH", "YT" }.ToFrozenSet(StringComparer.Ordinal);

    // Words that claim to be the real asset, or a new issue of it, whatever their length.
    static readonly FrozenSet<string> Claims = new[]
    {
        "20", "BEP20", "COIN", "ERC20", "GOLD", "NEW", "OFFICIAL", "ORIGINAL", "PLUS", "PRO", "REAL", "SPL", "THE", "TOKEN", "TRC20", "TRUE",
    }.ToFrozenSet(StringComparer.Ordinal);

    static readonly char[] AffixSeparators = ['.', '_', ':', ' ', '-', '+', '(', ')', '[', ']'];

    static readonly List<(AssetKey Key, string Symbol, string Name)> Rows = Read();

    static readonly FrozenSet<AssetKey> Contracts = Rows.Select(row => row.Key).ToFrozenSet();

    static readonly FrozenSet<(string Network, string Letters)> Protected = Rows.Select(row => (row.Key.Network, row.Symbol))
        .Concat(Coins.Select(coin => (coin.Key, coin.Value)))
        .Select(row => (row.Item1, Letters(row.Item2)))
        .Where(row => row.Item2.Length >= MinLetters)
        .ToFrozenSet();

    // Many tokens share the names of bridged ones.
    static readonly FrozenSet<(string Network, string Letters)> ProtectedNames = Rows
        .Where(row => !row.Name.Contains("Bridged", StringComparison.Ordinal))
        .SelectMany(row => new[] { (row.Key.Network, Letters(row.Name)), (row.Key.Network, WithoutClaims(row.Name)) })
        .Concat(SymbolsByName.SelectMany(name => Protected.Where(row => row.Letters == name.Value).Select(row => (row.Network, name.Key))))
        .Where(row => row.Item2.Length >= MinNameLetters)
        .Concat(Protected)
        .ToFrozenSet();

    /// <summary>Whether the table lists the asset, or it is the coin of one of the table's networks.</summary>
    public static bool Contains(AssetKey key) =>
        Contracts.Contains(key) || (key.ContractAddress == AssetIdentity.Native && Coins.ContainsKey(key.Network));

    /// <summary>
    /// Whether symbol or name looks like that of a well-known asset of the network, also with a short affix on the symbol. The caller has ruled
    /// out that it is that asset.
    /// </summary>
    public static bool IsImpersonated(string network, string symbol, string name)
    {
        if (IsProtected(network, symbol))
        {
            return true;
        }

        var parts = Parts(symbol);
        return (parts is [var first, var second] && (IsWithAffix(network, first, second) || (!IsCoin(second) && IsWithAffix(network, second, first))))
            || (HasProtectedName(network, name) && !IsVariant(parts, symbol) && !IsAbbreviation(symbol, name));
    }

    /// <summary>Whether the text names a well-known asset of the network by its symbol or name.</summary>
    public static bool IsMentioned(string network, string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words
        && Enumerable.Range(0, words.Length).Any(start => Enumerable.Range(1, Math.Min(MaxNameWords, words.Length - start)).Any(count =>
            string.Concat(words.AsSpan(start, count)) is var part
            && (ProtectedNames.Contains((network, Letters(part))) || (count == 1 && IsCapital(part) && Protected.Contains((network, Letters(part)))))));

    /// <summary>Whether the symbol looks like one of the most imitated assets.</summary>
    public static bool IsGreat(string symbol) => Greatest.Contains(Letters(symbol));

    static bool IsWithAffix(string network, string symbol, string affix) =>
        (affix.Length <= MaxAffix || Claims.Contains(affix.ToUpperInvariant()))
        && !IsHonest(affix) && !IsPartOfPool(network, affix) && IsProtected(network, symbol);

    static bool IsHonest(string affix) => HonestAffixes.Contains(affix.ToUpperInvariant());

    // "ETH-DAI" is a pool of two.
    static bool IsPartOfPool(string network, string text) => Protected.Contains((network, Letters(text)));

    // Some assets have several tokens, such as RNDR and RENDER.
    static bool IsAbbreviation(string symbol, string name) =>
        Letters(symbol) is { Length: >= MinLetters } letters && HostileNames.Abbreviates(letters, Letters(name));

    // "GST-SOL" is a token on Solana.
    static bool IsCoin(string text) => CoinSymbols.Contains(text);

    // The bridged forms of an asset keep its name: USDC.e, XAUt0.
    static bool IsVariant(string[] symbolParts, string symbol) => (symbolParts.Length == 2 && symbolParts.Any(IsHonest)) || symbol.EndsWith('0');

    // "2.0" is one part.
    static string[] Parts(string text) =>
        LookAlikes.Fold(text).Replace("2.0", "20", StringComparison.Ordinal).Split(AffixSeparators, StringSplitOptions.RemoveEmptyEntries);

    static bool HasProtectedName(string network, string name) =>
        ProtectedNames.Contains((network, Letters(name)))
        || ProtectedNames.Contains((network, Letters(LookAlikes.WithoutDigits(LookAlikes.Fold(name)))))
        || ProtectedNames.Contains((network, WithoutClaims(name)));

    static string WithoutClaims(string name) => Letters(string.Concat(Parts(name).Where(part => !Claims.Contains(Letters(part)))));

    static bool IsProtected(string network, string symbol) =>
        LookAlikes.Fold(symbol) is var folded
        && (Protected.Contains((network, Letters(symbol)))
            || Protected.Contains((network, Letters(Shape(folded))))
            || Protected.Contains((network, Letters(LookAlikes.WithoutDigits(folded)))));

    static bool IsCapital(string text) => text.Any(char.IsAsciiLetterUpper) && !text.Any(char.IsAsciiLetterLower);

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

    static List<(AssetKey Key, string Symbol, string Name)> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(KnownAssets).FullName}.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rows = new List<(AssetKey, string, string)>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            rows.Add((AssetIdentity.Canonicalize(cells[0], cells[1]), cells[2], cells.Length > 3 ? cells[3] : string.Empty));
        }

        return rows;
    }
}
