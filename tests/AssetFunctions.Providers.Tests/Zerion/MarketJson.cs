using System.Text.Json.Nodes;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>Builds rows in the format of Zerion's fungibles API.</summary>
static class MarketJson
{
    public static string Row(MarketQuote quote) => Node(quote).ToJsonString();

    /// <summary>A row with all figures, changed by <paramref name="change"/>.</summary>
    public static string Row(Action<JsonNode> change)
    {
        var row = Node(new MarketQuote("eth") { CapUsd = 5m, Volume24hUsd = 6m, Change24h = 7m, Website = "https://ethereum.org" });
        change(row);
        return row.ToJsonString();
    }

    static JsonObject Node(MarketQuote quote) => new JsonObject
    {
        ["type"] = "fungibles",
        ["id"] = quote.GroupId,
        ["attributes"] = new JsonObject
        {
            ["name"] = "Name",
            ["symbol"] = "SYM",
            ["external_links"] = new JsonArray(
                new JsonObject { ["type"] = "twitter", ["url"] = "https://social.example/" },
                new JsonObject { ["type"] = "website", ["url"] = quote.Website }),
            ["market_data"] = new JsonObject
            {
                ["price"] = 1.0,
                ["market_cap"] = quote.CapUsd,
                ["trading_volumes"] = new JsonObject { ["volume_1d"] = quote.Volume24hUsd },
                ["changes"] = new JsonObject { ["percent_1d"] = quote.Change24h },
            },
        },
    };
}
