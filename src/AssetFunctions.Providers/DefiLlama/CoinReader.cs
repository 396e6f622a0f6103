using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>Result of reading one coin of a response.</summary>
enum CoinState
{
    /// <summary>A usable price.</summary>
    Priced,

    /// <summary>No usable price: zero or less, or with too little confidence.</summary>
    Unpriced,

    /// <summary>A price or time of a wrong type, from the future, or older than requested.</summary>
    Invalid,
}

/// <summary>Reads one coin. Price and time must be valid; confidence may be missing.</summary>
/// <param name="minConfidence">Least confidence of a usable price, if one is stated.</param>
/// <param name="now">Time of the response.</param>
/// <param name="oldest">Earliest acceptable time of a price.</param>
readonly struct CoinReader(decimal minConfidence, DateTimeOffset now, DateTimeOffset oldest)
{
    /// <summary>Reads a coin of any JSON.</summary>
    /// <param name="quote">The price, still without its asset, or null.</param>
    public CoinState Read(JsonElement coin, out PriceQuote? quote)
    {
        try
        {
            return ReadMembers(coin, out quote);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws this for a member name whose escapes form no character.
            quote = null;
            return CoinState.Invalid;
        }
    }

    CoinState ReadMembers(JsonElement coin, out PriceQuote? quote)
    {
        quote = null;
        if (!TryNumber(coin.Member("price"), out var usd) || !TryInstant(coin.Member("timestamp"), out var asOf) || !TryConfidence(coin, out var confidence))
        {
            return CoinState.Invalid;
        }

        if (usd <= 0 || confidence < minConfidence)
        {
            return CoinState.Unpriced;
        }

        quote = new PriceQuote(default, usd, asOf) { Confidence = confidence };
        return CoinState.Priced;
    }

    // The server's clock may run slightly ahead. A price dated in the future would block every later price.
    bool TryInstant(JsonElement timestamp, out DateTimeOffset instant)
    {
        instant = default;
        var newest = now + DefiLlamaDefaults.MaxAhead;
        if (!TryNumber(timestamp, out var seconds) || seconds < oldest.ToUnixTimeSeconds() || seconds > newest.ToUnixTimeSeconds())
        {
            return false;
        }

        var stated = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        instant = stated > now ? now.ToWholeMilliseconds() : stated;
        return true;
    }

    static bool TryConfidence(JsonElement coin, out decimal? confidence)
    {
        var stated = coin.Member("confidence");
        var isNumber = TryNumber(stated, out var number);
        confidence = isNumber ? Math.Min(number, 1) : null;
        return isNumber || stated.IsAbsent();
    }

    static bool TryNumber(JsonElement element, out decimal number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out number);
    }
}
