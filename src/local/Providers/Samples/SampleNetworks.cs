using System.Text.Json.Nodes;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>The networks of the samples in the format of Zerion's chains API. Some networks of sample assets are missing, as new ones would be.</summary>
static class SampleNetworks
{
    static readonly (string Slug, string Name, string ExternalId, string Coin)[] Networks =
    [
        ("arbitrum", "Arbitrum", "0xa4b1", "eth"),
        ("avalanche", "Avalanche", "0xa86a", "43e05303-bf43-48df-be45-352d7567ff39"),
        ("base", "Base", "0x2105", "eth"),
        ("binance-smart-chain", "BNB Chain", "0x38", "0xb8c77482e45f1f44de1745f52c74426c631bdd52"),
        ("blast", "Blast", "0x13e31", "eth"),
        ("celo", "Celo", "0xa4ec", "celo-coin"),
        ("ethereum", "Ethereum", "0x1", "eth"),
        ("optimism", "Optimism", "0xa", "eth"),
        ("polygon", "Polygon", "0x89", "polygon-coin"),
        ("solana", "Solana", "solana", "11111111111111111111111111111111"),
        ("unichain", "Unichain", "0x82", "eth"),
        ("zksync-era", "ZKsync Era", "0x144", "eth"),
    ];

    public static string Page() =>
        $"{{\"links\":{{\"self\":\"https://api.zerion.io/v1/chains/\"}},\"data\":[\n{string.Join(",\n", Networks.Select(network => SamplePage.Line(Row(network))))}{SamplePage.Foot}";

    static JsonObject Row((string Slug, string Name, string ExternalId, string Coin) network) => new()
    {
        ["type"] = "chains",
        ["id"] = network.Slug,
        ["attributes"] = new JsonObject
        {
            ["external_id"] = network.ExternalId,
            ["name"] = network.Name,
            ["icon"] = new JsonObject { ["url"] = $"https://icons.example/chains/{network.Slug}.png" },
            ["explorer"] = new JsonObject
            {
                ["name"] = $"{network.Name} Explorer",
                ["token_url_format"] = $"https://{network.Slug}.explorer.example/token/{{ADDRESS}}",
                ["tx_url_format"] = $"https://{network.Slug}.explorer.example/tx/{{HASH}}",
                ["home_url"] = $"https://{network.Slug}.explorer.example",
            },
            ["rpc"] = new JsonObject { ["public_servers_url"] = new JsonArray() },
            ["flags"] = new JsonObject { ["supports_trading"] = true, ["supports_sending"] = true, ["supports_bridge"] = false },
        },
        ["relationships"] = new JsonObject { ["native_fungible"] = SampleJson.Related("fungibles", network.Coin) },
    };
}
