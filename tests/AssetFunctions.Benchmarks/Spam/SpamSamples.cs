using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing;

namespace AssetFunctions.Benchmarks.Spam;

/// <summary>Names to judge: those of real tokens, and those that <see cref="SpamGenerator"/> made.</summary>
static class SpamSamples
{
    const int Seed = 1;

    /// <summary>File of the generated names, from the root of the checkout.</summary>
    public const string SpamFile = "tests/AssetFunctions.Benchmarks/Spam/Data/spam.jsonl";

    const string HamFile = "tests/AssetFunctions.Benchmarks/Spam/Data/ham.tsv";

    // Coins of networks are protected like the table's symbols.
    static readonly FrozenSet<(string, string)> Coins = new[]
    {
        ("ethereum", "ETH"), ("arbitrum", "ETH"), ("base", "ETH"), ("optimism", "ETH"), ("binance-smart-chain", "BNB"), ("polygon", "POL"), ("solana", "SOL"),
        ("avalanche", "AVAX"),
    }.ToFrozenSet();

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    static readonly Lazy<IReadOnlyList<SpamName>> Tokens = new(ReadTokens);

    /// <summary>
    /// Every real token on every network of the spam where the rules do not protect its symbol: there it is one that no table knows, such as a bridged one.
    /// </summary>
    public static IReadOnlyList<SpamName> Ham()
    {
        var listed = ListedSymbols();
        return
        [
            .. from token in Tokens.Value.Select(token => (token.Symbol, token.Name)).Distinct()
               from network in SpamWords.Networks
               where !listed.Contains((network, Letters(token.Symbol)))
               select new SpamName(string.Empty, network, token.Symbol, token.Name),
        ];
    }

    /// <summary>The names on file.</summary>
    public static IReadOnlyList<SpamName> Spam() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, SpamFile)).Select(line => JsonSerializer.Deserialize<SpamName>(line, Json)!)];

    /// <summary>What the generator makes of a seed: by default that of the file.</summary>
    public static IReadOnlyList<SpamName> Generate(int seed = Seed)
    {
        var listed = ListedSymbols();
        return new SpamGenerator(seed, [.. Tokens.Value.Where(token =>
            SpamWords.Imitated.Contains(token.Symbol)
            && SpamWords.Networks.Contains(token.Network)
            && listed.Contains((token.Network, Letters(token.Symbol))))]).Generate();
    }

    /// <summary>One line per name, in ASCII, so that unseen and look-alike characters can be distinguished.</summary>
    public static string Text(IEnumerable<SpamName> names) => string.Concat(names.Select(name => JsonSerializer.Serialize(name, Json) + "\n"));

    static List<SpamName> ReadTokens() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, HamFile)).Skip(1).Select(line => line.Split('\t'))
            .Select(cells => new SpamName(string.Empty, cells[0], cells[2], cells[3].Trim())),
    ];

    static FrozenSet<(string, string)> ListedSymbols()
    {
        using var stream = typeof(SpamRules).Assembly.GetManifestResourceStream("AssetFunctions.Sync.Assets.KnownAssets.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Select(cells => (cells[0], Letters(cells[2])))
            .Concat(Coins)
            .ToFrozenSet();
    }

    static string Letters(string symbol) => string.Concat(symbol.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
