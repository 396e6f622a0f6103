using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace AssetFunctions.DevHost.Samples;

/// <summary>One position to be written in Zerion's shape.</summary>
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

    JsonObject Attributes()
    {
        var attributes = new JsonObject
        {
            ["parent"] = null,
            ["protocol"] = Protocol,
            ["name"] = Label,
            ["position_type"] = Type,
            ["quantity"] = Quantity(),
            ["value"] = Value(),
            ["price"] = Price,
            ["changes"] = Price is null ? null : new JsonObject { ["absolute_1d"] = 0.12m, ["percent_1d"] = 0.4m },
            ["fungible_info"] = FungibleInfo(),
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

    JsonObject Quantity()
    {
        var numeric = Scaled();
        return new JsonObject
        {
            ["int"] = Amount.ToString(CultureInfo.InvariantCulture),
            ["decimals"] = Token.Decimals,
            ["float"] = double.Parse(numeric, CultureInfo.InvariantCulture),
            ["numeric"] = numeric,
        };
    }

    JsonObject FungibleInfo() => new()
    {
        ["name"] = Token.Name,
        ["symbol"] = Token.Symbol,
        ["icon"] = IsTrash ? null : new JsonObject { ["url"] = $"https://icons.example/{Token.Network}/{Uri.EscapeDataString(Token.Symbol)}.png" },
        ["flags"] = new JsonObject { ["verified"] = !IsTrash && Token.Symbol.Length <= 5 },
        ["implementations"] = new JsonArray([.. Implementations.Select(Implementation)]),
    };

    static JsonObject Implementation(Token token) =>
        new() { ["chain_id"] = token.Network, ["address"] = token.Address, ["decimals"] = token.Decimals };

    JsonObject Relationships()
    {
        var fungible = Token.Address ?? Token.Symbol.ToLowerInvariant();
        return new JsonObject
        {
            ["chain"] = Related("chains", Token.Network),
            ["fungible"] = Related("fungibles", fungible),
        };
    }

    static JsonObject Related(string type, string id) => new()
    {
        ["links"] = new JsonObject { ["related"] = $"https://api.zerion.io/v1/{type}/{id}" },
        ["data"] = new JsonObject { ["type"] = type, ["id"] = id },
    };

    decimal? Value()
    {
        var scale = BigInteger.Pow(10, Math.Min(Token.Decimals, 20));
        return Price is { } price && Amount / scale < 1_000_000_000_000 ? decimal.Round(price * ((decimal)Amount / (decimal)scale), 6) : null;
    }

    string Scaled()
    {
        var digits = Amount.ToString(CultureInfo.InvariantCulture).PadLeft(Token.Decimals + 1, '0');
        var text = new StringBuilder(digits).Insert(digits.Length - Token.Decimals, '.').ToString();
        return text.TrimEnd('0').TrimEnd('.');
    }
}
