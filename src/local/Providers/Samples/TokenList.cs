using System.Globalization;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>A token on one network; a null address is the network's own coin.</summary>
sealed record Token(string Network, string? Address, string Symbol, string Name, int Decimals);

/// <summary>Real tokens from which the sample wallets are built.</summary>
sealed class TokenList
{
    static readonly Dictionary<string, (string Symbol, string Name, int Decimals)> Coins = new()
    {
        ["arbitrum"] = ("ETH", "Ethereum", 18),
        ["avalanche"] = ("AVAX", "Avalanche", 18),
        ["base"] = ("ETH", "Ethereum", 18),
        ["binance-smart-chain"] = ("BNB", "BNB", 18),
        ["blast"] = ("ETH", "Ethereum", 18),
        ["celo"] = ("CELO", "Celo", 18),
        ["ethereum"] = ("ETH", "Ethereum", 18),
        ["ink"] = ("ETH", "Ethereum", 18),
        ["optimism"] = ("ETH", "Ethereum", 18),
        ["polygon"] = ("POL", "Polygon Ecosystem Token", 18),
        ["solana"] = ("SOL", "Solana", 9),
        ["soneium"] = ("ETH", "Ethereum", 18),
        ["unichain"] = ("ETH", "Ethereum", 18),
        ["zksync-era"] = ("ETH", "Ethereum", 18),
        ["zora"] = ("ETH", "Ethereum", 18),
    };

    readonly ILookup<string, Token> _bySymbol;
    readonly ILookup<string, Token> _byNetwork;

    TokenList(IReadOnlyList<Token> tokens)
    {
        _byNetwork = tokens.ToLookup(token => token.Network);
        _bySymbol = tokens.Concat(Coins.Keys.Order(StringComparer.Ordinal).Select(Coin)).ToLookup(token => token.Symbol);
    }

    /// <summary>Every token of the list and every coin of a network.</summary>
    public IEnumerable<Token> All => _bySymbol.SelectMany(tokens => tokens);

    /// <summary>Loads the embedded list.</summary>
    public static TokenList Load()
    {
        using var resource = typeof(TokenList).Assembly.GetManifestResourceStream("tokens.tsv")
            ?? throw new InvalidOperationException("The program was built without its token list tokens.tsv.");
        using var reader = new StreamReader(resource);
        var tokens = new List<Token>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            // A coin that its network also lists as a token is the coin; no wallet holds it twice.
            if (AssetIdentity.Canonicalize(fields[0], fields[1]).ContractAddress != AssetIdentity.Native)
            {
                tokens.Add(new Token(fields[0], fields[1], fields[2], fields[3], int.Parse(fields[4], CultureInfo.InvariantCulture)));
            }
        }

        return new TokenList(tokens);
    }

    /// <summary>The network's own coin.</summary>
    public static Token Coin(string network) => new(network, null, Coins[network].Symbol, Coins[network].Name, Coins[network].Decimals);

    /// <summary>Tokens of a network in the order of the list, without its own coin.</summary>
    public IReadOnlyList<Token> On(string network) => [.. _byNetwork[network]];

    public Token Find(string network, string symbol) => _byNetwork[network].First(token => token.Symbol == symbol);

    /// <summary>The token on every network in the list, itself first.</summary>
    public IReadOnlyList<Token> Implementations(Token token) =>
        [.. _bySymbol[token.Symbol].Where(other => other.Network != token.Network).DistinctBy(other => other.Network).Prepend(token)];
}
