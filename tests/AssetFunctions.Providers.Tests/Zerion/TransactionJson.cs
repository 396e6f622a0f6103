using System.Globalization;
using System.Text.Json.Nodes;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>Builds rows in the format of Zerion's transactions API.</summary>
static class TransactionJson
{
    /// <summary>A swap of dollars for ether with a refund, changed by <paramref name="change"/>.</summary>
    public static string Swap(Action<JsonNode>? change = null) => Row(TransactionProviderExamples.History(1)[0], change);

    /// <summary>An unlimited approval, changed by <paramref name="change"/>.</summary>
    public static string Approval(Action<JsonNode>? change = null) => Row(TransactionProviderExamples.History(2)[1], change);

    /// <summary>A collectible received, changed by <paramref name="change"/>.</summary>
    public static string Mint(Action<JsonNode>? change = null) => Row(TransactionProviderExamples.History(3)[2], change);

    /// <summary>A transaction as Zerion would send it. Assets come with an implementation on another network first.</summary>
    public static string Row(WalletTransaction transaction, Action<JsonNode>? change = null)
    {
        var row = new JsonObject
        {
            ["type"] = "transactions",
            ["id"] = transaction.ProviderRef,
            ["attributes"] = new JsonObject
            {
                ["address"] = TransactionProviderExamples.Wallet,
                ["operation_type"] = transaction.Operation,
                ["hash"] = transaction.Hash,
                ["mined_at_block"] = transaction.Block,
                ["mined_at"] = transaction.MinedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["sent_from"] = transaction.From,
                ["sent_to"] = transaction.To,
                ["status"] = transaction.Status,
                ["nonce"] = transaction.Nonce,
                ["fee"] = transaction.Fee is { } fee ? Priced(Movement(fee.Item, transaction.Network), fee.PriceUsd) : null,
                ["transfers"] = new JsonArray([.. transaction.Transfers.Select(transfer => Transfer(transfer, transaction.Network))]),
                ["approvals"] = new JsonArray([.. transaction.Approvals.Select(approval => Approval(approval, transaction.Network))]),
                ["application_metadata"] = new JsonObject { ["name"] = transaction.Application, ["method"] = new JsonObject { ["id"] = "0x01", ["name"] = transaction.Method } },
                ["flags"] = new JsonObject { ["is_trash"] = transaction.IsTrash },
            },
            ["relationships"] = new JsonObject { ["chain"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "chains", ["id"] = transaction.Network } } },
        };
        change?.Invoke(row);
        return row.ToJsonString();
    }

    public static JsonNode Transfer(this JsonNode row, int index) => row.Attributes()["transfers"]![index]!;

    public static JsonArray Implementations(this JsonNode movement) => movement["fungible_info"]!["implementations"]!.AsArray();

    static JsonObject Transfer(TransactionTransfer transfer, string network)
    {
        var json = Priced(Movement(transfer.Item, network), transfer.PriceUsd);
        json["direction"] = transfer.Direction;
        json["sender"] = transfer.Sender;
        json["recipient"] = transfer.Recipient;
        json["act_id"] = "act-1";
        return json;
    }

    static JsonObject Approval(TransactionApproval approval, string network)
    {
        var json = Movement(approval.Item, network);
        json["sender"] = approval.Owner;
        json["spender"] = approval.Spender;
        return json;
    }

    static JsonObject Priced(JsonObject movement, decimal? price)
    {
        movement["price"] = price;
        movement["value"] = null;
        return movement;
    }

    static JsonObject Movement(TransactionItem item, string network)
    {
        var json = new JsonObject
        {
            ["quantity"] = new JsonObject
            {
                ["int"] = item.RawAmount.ToString(CultureInfo.InvariantCulture),
                ["decimals"] = item.Decimals,
                ["float"] = 1.16e59,
                ["numeric"] = "116000000000000000000000000000000000000000000000000000000000",
            },
        };
        if (item.Collectible is { } collectible)
        {
            json["nft_info"] = new JsonObject
            {
                ["contract_address"] = collectible.ContractAddress,
                ["token_id"] = collectible.TokenId,
                ["name"] = collectible.Name,
                ["interface"] = "ERC721",
            };
            return json;
        }

        var address = item.Asset!.Value.ContractAddress;
        json["fungible_info"] = new JsonObject
        {
            ["name"] = item.Facts!.Name,
            ["symbol"] = item.Facts.Symbol,
            ["icon"] = null,
            ["flags"] = new JsonObject { ["verified"] = item.Facts.Verified },
            ["implementations"] = new JsonArray(
                Implementation("polygon", "0x1111111111111111111111111111111111111111", 18),
                Implementation(network, address == AssetIdentity.Native ? null : address, item.Decimals)),
        };
        return json;
    }

    static JsonObject Implementation(string network, string? address, int decimals) =>
        new() { ["chain_id"] = network, ["address"] = address, ["decimals"] = decimals };
}
