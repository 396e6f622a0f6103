using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>A transaction to be written in Zerion's format.</summary>
sealed record SampleTransaction
{
    const int BlockSeconds = 12;
    static readonly DateTimeOffset FirstBlock = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public required string Id { get; init; }

    public required string Network { get; init; }

    public required string Hash { get; init; }

    public required DateTimeOffset MinedAt { get; init; }

    public required string Operation { get; init; }

    public string Status { get; init; } = "confirmed";

    /// <summary>Wallet queried.</summary>
    public required string Wallet { get; init; }

    public required string From { get; init; }

    public string? To { get; init; }

    /// <summary>The fee in the network's own coin, or null.</summary>
    public SampleMovement? Fee { get; init; }

    public IReadOnlyList<SampleMovement> Transfers { get; init; } = [];

    public IReadOnlyList<SampleMovement> Approvals { get; init; } = [];

    public string? Application { get; init; }

    public bool IsTrash { get; init; }

    /// <summary>Its transfers, approvals and fee.</summary>
    public IEnumerable<SampleMovement> Movements => Fee is null ? Transfers.Concat(Approvals) : Transfers.Concat(Approvals).Append(Fee);

    public JsonObject ToJson() => new()
    {
        ["type"] = "transactions",
        ["id"] = Id,
        ["attributes"] = Attributes(),
        ["relationships"] = new JsonObject { ["chain"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "chains", ["id"] = Network } } },
    };

    JsonObject Attributes()
    {
        var attributes = new JsonObject
        {
            ["address"] = Wallet,
            ["operation_type"] = Operation,
            ["hash"] = Hash,
            ["mined_at_block"] = (long)(MinedAt - FirstBlock).TotalSeconds / BlockSeconds,
            ["mined_at"] = MinedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
            ["sent_from"] = From,
            ["sent_to"] = To,
            ["status"] = Status,
            ["nonce"] = MinedAt.Minute,
            ["fee"] = Fee?.ToJson(),
            ["transfers"] = new JsonArray([.. Transfers.Select(transfer => transfer.ToJson())]),
            ["approvals"] = new JsonArray([.. Approvals.Select(approval => approval.ToJson())]),
            ["flags"] = new JsonObject { ["is_trash"] = IsTrash },
        };
        if (Application is not null)
        {
            attributes["application_metadata"] = new JsonObject
            {
                ["name"] = Application,
                ["method"] = new JsonObject { ["id"] = "0x3593564c", ["name"] = Operation == "trade" ? "execute" : string.Empty },
            };
        }

        return attributes;
    }
}

/// <summary>A transfer, approval or fee in a token or collectible, to be written in Zerion's format.</summary>
sealed record SampleMovement
{
    /// <summary>The token, or null for a collectible and for a coin that is not described.</summary>
    public Token? Token { get; init; }

    /// <summary>The token on all networks written, in their order.</summary>
    public IReadOnlyList<Token> Implementations { get; init; } = [];

    /// <summary>Contract of the collectible, or null.</summary>
    public string? Collection { get; init; }

    public BigInteger TokenId { get; init; }

    public required BigInteger Amount { get; init; }

    public int Decimals { get; init; }

    public decimal? Price { get; init; }

    /// <summary>Direction of a transfer; null for an approval or a fee.</summary>
    public string? Direction { get; init; }

    public string? Sender { get; init; }

    public string? Recipient { get; init; }

    public bool IsTrash { get; init; }

    public JsonObject ToJson()
    {
        var movement = new JsonObject();
        if (Collection is null)
        {
            movement["fungible_info"] = Token is null ? null : SampleJson.FungibleInfo(Token, Implementations, icon: null, IsTrash);
        }
        else
        {
            movement["nft_info"] = new JsonObject
            {
                ["contract_address"] = Collection,
                ["token_id"] = TokenId.ToString(CultureInfo.InvariantCulture),
                ["name"] = $"Sample #{TokenId % 1000}",
                ["interface"] = "ERC721",
            };
        }

        movement["quantity"] = SampleJson.Quantity(Amount, Decimals);
        if (Direction is not null)
        {
            movement["direction"] = Direction;
            movement["recipient"] = Recipient;
        }

        if (Sender is not null)
        {
            movement["sender"] = Sender;
        }

        if (Collection is null && Direction is not null)
        {
            movement["value"] = SampleJson.Value(Price, Amount, Decimals);
        }

        movement["price"] = Price;
        return movement;
    }
}
