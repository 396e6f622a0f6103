using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>The coins that the simulator prices, by the ids of DefiLlama: those of the token list, and those added with <see cref="Serve"/>.</summary>
sealed class SimulatedCoins(TimeProvider clock)
{
    static readonly Dictionary<string, string> Chains = new(StringComparer.Ordinal)
    {
        ["avalanche"] = "avax",
        ["binance-smart-chain"] = "bsc",
        ["zksync-era"] = "era",
    };

    static readonly Dictionary<string, string> Slugs = new(StringComparer.Ordinal)
    {
        ["AVAX"] = "avalanche-2",
        ["BNB"] = "binancecoin",
        ["CELO"] = "celo",
        ["ETH"] = "ethereum",
        ["POL"] = "polygon-ecosystem-token",
        ["SOL"] = "solana",
    };

    readonly Dictionary<string, Token> _tokens = TokenList.Load().All.GroupBy(IdOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, string> _served = new(StringComparer.Ordinal);

    /// <summary>Serves this JSON for an id instead of the coin of the token list; null serves none.</summary>
    public void Serve(string id, string? coin) => _served[id] = coin ?? string.Empty;

    /// <summary>The response for ids in their order.</summary>
    public byte[] Page(IEnumerable<string> ids)
    {
        var coins = ids.Select(id => (Id: id, Coin: CoinOf(id))).Where(entry => !string.IsNullOrEmpty(entry.Coin));
        return Encoding.UTF8.GetBytes($$$"""{"coins":{{{{string.Join(',', coins.Select(entry => $"{JsonSerializer.Serialize(entry.Id)}:{entry.Coin}"))}}}}}""");
    }

    string? CoinOf(string id)
    {
        if (_served.TryGetValue(id, out var coin))
        {
            return coin;
        }

        var now = clock.GetUtcNow();
        return _tokens.TryGetValue(Folded(id), out var token) && SampleMarket.Price(token, now) is { } price
            ? string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"decimals":{{token.Decimals}},"symbol":{{JsonSerializer.Serialize(token.Symbol)}},"price":{{price}},"timestamp":{{now.ToUnixTimeSeconds()}},"confidence":0.99}""")
            : null;
    }

    static string IdOf(Token token) =>
        token.Address is { } address ? Folded($"{Chains.GetValueOrDefault(token.Network, token.Network)}:{address}") : $"coingecko:{Slugs[token.Symbol]}";

    static string Folded(string id) => id.StartsWith("solana:", StringComparison.Ordinal) ? id : id.ToLowerInvariant();
}
