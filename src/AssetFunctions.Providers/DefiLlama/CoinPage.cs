using System.Text.Json;
using AssetFunctions.Providers.JsonApi;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>Reads the <c>coins</c> of a response of any bytes, coin by coin, as far as they are intact.</summary>
static class CoinPage
{
    /// <summary>Reads a body; never throws because of its content.</summary>
    /// <param name="body">The body, or the part of it that arrived.</param>
    /// <param name="read">Receives each coin with its id; coins before an invalid JSON word are passed twice.</param>
    /// <returns>The reason why coins may be missing, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> body, Action<string, JsonElement> read)
    {
        var (gap, isBroken) = ReadOnce(body, read);
        return isBroken && LooseJson.TryRepair(body, out var repaired) ? ReadOnce(repaired.Span, read).Gap : gap;
    }

    static (string? Gap, bool IsBroken) ReadOnce(ReadOnlySpan<byte> body, Action<string, JsonElement> read)
    {
        var reader = new Utf8JsonReader(body);
        var holdsCoins = false;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return ("the response is not a JSON object", false);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isCoins = NameOf(ref reader) == "coins";
                reader.Read();
                if (isCoins && reader.TokenType == JsonTokenType.StartObject)
                {
                    holdsCoins = true;
                    ReadCoins(ref reader, read);
                }
                else
                {
                    reader.Skip();
                }
            }

            return (holdsCoins ? null : "the response has no prices", false);
        }
        catch (JsonException)
        {
            return (holdsCoins ? "the response was cut off or is broken JSON" : "the response is not JSON", true);
        }
    }

    static void ReadCoins(ref Utf8JsonReader reader, Action<string, JsonElement> read)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var id = NameOf(ref reader);
            reader.Read();
            using var coin = JsonDocument.ParseValue(ref reader);
            if (id is not null)
            {
                read(id, coin.RootElement);
            }
        }
    }

    // System.Text.Json throws this for bytes or escapes that form no character; no requested id has such a name.
    static string? NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
