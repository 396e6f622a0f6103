using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>What a coin of a response turned out to be.</summary>
enum CoinState
{
    /// <summary>A price to use.</summary>
    Priced,

    /// <summary>No price to speak of: zero or less, or one in which the provider has too little confidence.</summary>
    Unpriced,

    /// <summary>A price or time of a wrong type, from the future, or older than was asked for.</summary>
    Senseless,
}

/// <summary>Reads one coin. Price and time must be right; ticker, decimals and confidence may be missing.</summary>
/// <param name="minConfidence">Least confidence of a price that is used, where one is stated.</param>
/// <param name="now">Time of the answer.</param>
/// <param name="oldest">Earliest time of a price that was asked for.</param>
readonly struct CoinReader(decimal minConfidence, DateTimeOffset now, DateTimeOffset oldest)
{
    /// <summary>Reads a coin of any JSON.</summary>
    /// <param name="quote">The price, of an asset still to be named; null unless there is one.</param>
    public CoinState Read(JsonElement coin, out PriceQuote? quote)
    {
        try
        {
            return ReadMembers(coin, out quote);
        }
        catch (InvalidOperationException)
        {
            // This is how System.Text.Json reports the name of a member whose escapes form no character.
            quote = null;
            return CoinState.Senseless;
        }
    }

    CoinState ReadMembers(JsonElement coin, out PriceQuote? quote)
    {
        quote = null;
        if (!TryNumber(coin.Member("price"), out var usd) || !TryInstant(coin.Member("timestamp"), out var asOf) || !TryConfidence(coin, out var confidence))
        {
            return CoinState.Senseless;
        }

        if (usd <= 0 || confidence < minConfidence)
        {
            return CoinState.Unpriced;
        }

        quote = new PriceQuote(default, usd, asOf) { Confidence = confidence };
        return CoinState.Priced;
    }

    // The server's clock may run a little ahead; a time from the future would keep every later price out.
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
