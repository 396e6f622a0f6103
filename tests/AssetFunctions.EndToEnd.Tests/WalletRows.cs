using System.Text;
using System.Text.Json.Nodes;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>Rows of a wallet as Zerion sends them.</summary>
static class WalletRows
{
    public static byte[] Page(IEnumerable<string> rows) =>
        Encoding.UTF8.GetBytes($$"""{"links":{"self":"https://api.example/"},"data":[{{string.Join(',', rows)}}]}""");

    public static JsonObject Of(
        string network, string? address, string symbol, decimal amount, decimal price, bool isVerified = false, string type = "wallet", string? name = null) => new()
    {
        ["type"] = "positions",
        ["id"] = $"{network}-{address}-{type}",
        ["attributes"] = new JsonObject
        {
            ["name"] = "Asset",
            ["position_type"] = type,
            ["quantity"] = new JsonObject { ["int"] = $"{amount * 1_000_000:0}000000000000", ["decimals"] = 18, ["numeric"] = $"{amount:0.0###}" },
            ["value"] = amount * price,
            ["price"] = price,
            ["fungible_info"] = Fungible(network, address, symbol, name ?? symbol, isVerified, 18),
            ["flags"] = new JsonObject { ["displayable"] = true, ["is_trash"] = false },
        },
        ["relationships"] = Chain(network),
    };

    public static JsonObject Fungible(string network, string? address, string symbol, string name, bool isVerified, int decimals) => new()
    {
        ["name"] = name,
        ["symbol"] = symbol,
        ["flags"] = new JsonObject { ["verified"] = isVerified },
        ["implementations"] = new JsonArray(new JsonObject { ["chain_id"] = network, ["address"] = address, ["decimals"] = decimals }),
    };

    public static JsonObject Chain(string network) => new() { ["chain"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "chains", ["id"] = network } } };
}
