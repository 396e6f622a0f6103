using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>JSON parts that positions and transactions share in Zerion's format.</summary>
static class SampleJson
{
    public static JsonObject Quantity(BigInteger amount, int decimals)
    {
        var numeric = Scaled(amount, decimals);
        return new JsonObject
        {
            ["int"] = amount.ToString(CultureInfo.InvariantCulture),
            ["decimals"] = decimals,
            ["float"] = double.Parse(numeric, CultureInfo.InvariantCulture),
            ["numeric"] = numeric,
        };
    }

    /// <param name="token">The asset.</param>
    /// <param name="implementations">The asset on all its networks, in the order written.</param>
    /// <param name="icon">Address of its icon, or null.</param>
    /// <param name="isTrash">Whether it is trash, which is never verified.</param>
    public static JsonObject FungibleInfo(Token token, IReadOnlyList<Token> implementations, string? icon, bool isTrash) => new()
    {
        ["name"] = token.Name,
        ["symbol"] = token.Symbol,
        ["icon"] = icon is null ? null : new JsonObject { ["url"] = icon },
        ["flags"] = new JsonObject { ["verified"] = !isTrash && token.Symbol.Length <= 5 },
        ["implementations"] = new JsonArray([.. implementations.Select(Implementation)]),
    };

    /// <summary>Zerion's id of a token in these samples.</summary>
    public static string FungibleId(Token token) => token.Address ?? token.Symbol.ToLowerInvariant();

    public static JsonObject Related(string type, string id) => new()
    {
        ["links"] = new JsonObject { ["related"] = $"https://api.zerion.io/v1/{type}/{id}" },
        ["data"] = new JsonObject { ["type"] = type, ["id"] = id },
    };

    /// <summary>The value of an amount in US dollars; null without a price, or when the amount is implausibly large.</summary>
    public static decimal? Value(decimal? price, BigInteger amount, int decimals)
    {
        var scale = BigInteger.Pow(10, Math.Min(decimals, 20));
        return price is { } each && amount / scale < 1_000_000_000_000 ? decimal.Round(each * ((decimal)amount / (decimal)scale), 6) : null;
    }

    static JsonObject Implementation(Token token) =>
        new() { ["chain_id"] = token.Network, ["address"] = token.Address, ["decimals"] = token.Decimals };

    static string Scaled(BigInteger amount, int decimals)
    {
        var digits = amount.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var text = new StringBuilder(digits).Insert(digits.Length - decimals, '.').ToString();
        return text.TrimEnd('0').TrimEnd('.');
    }
}
