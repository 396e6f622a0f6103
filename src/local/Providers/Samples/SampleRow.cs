using System.Numerics;
using System.Text.Json.Nodes;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>A position to be written in Zerion's format.</summary>
sealed record SampleRow
{
    const string CheckedAt = "2026-11-20T08:15:00Z";

    public required string Id { get; init; }

    public required Token Token { get; init; }

    /// <summary>The token on all its networks, in the order written.</summary>
    public required IReadOnlyList<Token> Implementations { get; init; }

    public required BigInteger Amount { get; init; }

    /// <summary>US dollars per token, or null.</summary>
    public decimal? Price { get; init; }

    public string Type { get; init; } = "wallet";

    public string? Protocol { get; init; }

    public string Label { get; init; } = "Asset";

    public string? GroupId { get; init; }

    public string? Pool { get; init; }

    public bool IsTrash { get; init; }

    public bool IsDisplayable { get; init; } = true;

    public JsonObject ToJson() => new()
    {
        ["type"] = "positions",
        ["id"] = Id,
        ["attributes"] = Attributes(),
        ["relationships"] = Relationships(),
    };

    string? Icon => IsTrash ? null : $"https://icons.example/{Token.Network}/{Uri.EscapeDataString(Token.Symbol)}.png";

    JsonObject Attributes()
    {
        var attributes = new JsonObject
        {
            ["parent"] = null,
            ["protocol"] = Protocol,
            ["name"] = Label,
            ["position_type"] = Type,
            ["quantity"] = SampleJson.Quantity(Amount, Token.Decimals),
            ["value"] = SampleJson.Value(Price, Amount, Token.Decimals),
            ["price"] = Price,
            ["changes"] = Price is null ? null : new JsonObject { ["absolute_1d"] = 0.12m, ["percent_1d"] = 0.4m },
            ["fungible_info"] = SampleJson.FungibleInfo(Token, Implementations, Icon, IsTrash),
            ["flags"] = new JsonObject { ["displayable"] = IsDisplayable, ["is_trash"] = IsTrash },
            ["updated_at"] = CheckedAt,
            ["updated_at_block"] = null,
        };
        if (Protocol is not null)
        {
            attributes["protocol_module"] = Type == "loan" ? "lending" : Type;
            attributes["application_metadata"] = new JsonObject
            {
                ["name"] = Protocol,
                ["icon"] = new JsonObject { ["url"] = null },
                ["url"] = "https://protocol.example/",
            };
        }

        if (GroupId is not null)
        {
            attributes["group_id"] = GroupId;
        }

        if (Pool is not null)
        {
            attributes["pool_address"] = Pool;
        }

        return attributes;
    }

    JsonObject Relationships() => new()
    {
        ["chain"] = SampleJson.Related("chains", Token.Network),
        ["fungible"] = SampleJson.Related("fungibles", SampleJson.FungibleId(Token)),
    };
}
