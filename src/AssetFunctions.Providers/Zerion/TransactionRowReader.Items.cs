using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Reads the transfers, approvals and fee of a transaction.</summary>
partial class TransactionRowReader
{
    const int MaxTokenIdDigits = 78;

    delegate T? ReadItem<T>(JsonElement element, string network, out SkipReason reason)
        where T : class;

    /// <summary>Reads a list, or returns why not: an unreadable element, or more than <see cref="ZerionDefaults.MaxItemsPerTransaction"/>.</summary>
    static (IReadOnlyList<T> Items, SkipReason? Reason) Items<T>(JsonElement list, string network, ReadItem<T> read)
        where T : class
    {
        if (list.IsAbsent())
        {
            return ([], null);
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return ([], SkipReason.Malformed);
        }

        if (list.GetArrayLength() > ZerionDefaults.MaxItemsPerTransaction)
        {
            return ([], SkipReason.TooLarge);
        }

        var items = new List<T>(list.GetArrayLength());
        foreach (var element in list.EnumerateArray())
        {
            if (read(element, network, out var reason) is not { } item)
            {
                return ([], reason);
            }

            items.Add(item);
        }

        return (items, null);
    }

    static TransactionTransfer? ReadTransfer(JsonElement transfer, string network, out SkipReason reason) =>
        ReadItemOf(transfer, network, out reason) is not { } item ? null : new TransactionTransfer
        {
            Direction = FungibleFields.Word(transfer.Member("direction")) ?? Unknown,
            Item = item,
            PriceUsd = FungibleFields.Price(transfer.Member("price")),
            Sender = FungibleFields.Address(network, transfer.Member("sender")),
            Recipient = FungibleFields.Address(network, transfer.Member("recipient")),
        };

    // The member "sender" is the owner who approves; the recipient of the approval is "spender".
    static TransactionApproval? ReadApproval(JsonElement approval, string network, out SkipReason reason) =>
        ReadItemOf(approval, network, out reason) is not { } item ? null : new TransactionApproval
        {
            Item = item,
            Owner = FungibleFields.Address(network, approval.Member("sender")),
            Spender = FungibleFields.Address(network, approval.Member("spender")),
        };

    /// <summary>Reads the fee, or returns null when its amount is unreadable: the cost is then unknown, but the transaction is kept.</summary>
    static TransactionFee? ReadFee(JsonElement fee, string network) =>
        ReadAmount(fee.Member("fungible_info"), fee.Member("quantity"), network, out _) is { } item
            ? new TransactionFee(item, FungibleFields.Price(fee.Member("price")))
            : null;

    static TransactionItem? ReadItemOf(JsonElement element, string network, out SkipReason reason)
    {
        var collectible = element.Member("nft_info");
        var quantity = element.Member("quantity");
        return collectible.IsAbsent()
            ? ReadAmount(element.Member("fungible_info"), quantity, network, out reason)
            : ReadCollectible(collectible, quantity, network, out reason);
    }

    static TransactionItem? ReadAmount(JsonElement fungible, JsonElement quantity, string network, out SkipReason reason)
    {
        reason = SkipReason.Malformed;
        if (!fungible.IsAbsent() && fungible.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        reason = SkipReason.NoImplementation;
        string? address = null;
        var isHere = FungibleFields.TryImplementation(fungible, network, out var implementation);
        if (isHere && !RowFields.TryAddress(implementation.Member("address"), out address))
        {
            return null;
        }

        if (Quantity.Read(quantity, implementation, out var amount) is { } unreadable)
        {
            reason = unreadable;
            return null;
        }

        return new TransactionItem
        {
            Asset = isHere ? AssetIdentity.Canonicalize(network, address) : null,
            Facts = isHere ? FungibleFields.Facts(fungible, amount.Decimals) : null,
            RawAmount = amount.Raw,
            Decimals = amount.Decimals,
            Scale = amount.Scale,
        };
    }

    static TransactionItem? ReadCollectible(JsonElement info, JsonElement quantity, string network, out SkipReason reason)
    {
        reason = SkipReason.Malformed;
        if (FungibleFields.Address(network, info.Member("contract_address")) is not { } contract || TokenId(info.Member("token_id")) is not { } tokenId)
        {
            return null;
        }

        reason = SkipReason.BadAmount;
        return !RowFields.TryAmount(quantity.Member("int"), out var amount) ? null : new TransactionItem
        {
            Collectible = new Collectible(contract, tokenId, RowFields.Label(info.Member("name"), AssetFactsLimits.Name)),
            RawAmount = amount,
            Decimals = 0,
        };
    }

    /// <summary>Returns the number as text, empty when only the contract is named, null when it is not a number.</summary>
    static string? TokenId(JsonElement element)
    {
        if (element.IsAbsent())
        {
            return string.Empty;
        }

        return element.Text(MaxTokenIdDigits) is { } digits
            && BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= RowFields.MaxAmount
                ? number.ToString(CultureInfo.InvariantCulture)
                : null;
    }
}
