using System.Text.Json.Nodes;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>Builds rows and pages in the format of Zerion's positions API.</summary>
static class ZerionJson
{
    public const string Contract = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";

    /// <summary>A valid row, changed by <paramref name="change"/>.</summary>
    public static string Row(string id = "row-1", Action<JsonNode>? change = null)
    {
        var row = JsonNode.Parse($$"""
            {
              "type": "positions", "id": "{{id}}",
              "attributes": {
                "parent": null, "protocol": null, "name": "Asset", "position_type": "wallet",
                "quantity": { "int": "2500000001", "decimals": 6, "float": 2500.0, "numeric": "2500.000001" },
                "value": 2500.0, "price": 1.0, "changes": null,
                "fungible_info": {
                  "name": "USD Coin", "symbol": "USDC", "icon": { "url": "https://icons.example/usdc.png" }, "flags": { "verified": true },
                  "implementations": [ { "chain_id": "ethereum", "address": "{{Contract}}", "decimals": 6 } ] },
                "flags": { "displayable": true, "is_trash": false },
                "updated_at": "2026-11-20T08:15:00Z", "updated_at_block": null },
              "relationships": {
                "chain": { "data": { "type": "chains", "id": "ethereum" } },
                "fungible": { "data": { "type": "fungibles", "id": "x" } } }
            }
            """)!;
        change?.Invoke(row);
        return row.ToJsonString();
    }

    public static string Page(params IEnumerable<string> rows) => $$"""{"links":{"self":"https://api.example/"},"data":[{{string.Join(',', rows)}}]}""";

    public static string PageWithNext(string next, params IEnumerable<string> rows) => $$"""{"data":[{{string.Join(',', rows)}}],"links":{ "next":"{{next}}" } }""";

    public static JsonNode Attributes(this JsonNode row) => row["attributes"]!;

    public static JsonNode Quantity(this JsonNode row) => row["attributes"]!["quantity"]!;

    public static JsonNode Fungible(this JsonNode row) => row["attributes"]!["fungible_info"]!;

    public static JsonNode Implementation(this JsonNode row) => row.Fungible()["implementations"]![0]!;

    public static void SetChain(this JsonNode row, JsonNode? chain) => row["relationships"]!["chain"]!["data"]!["id"] = chain;

    public static void SetImplementations(this JsonNode row, string implementations) => row.Fungible()["implementations"] = JsonNode.Parse(implementations);
}
