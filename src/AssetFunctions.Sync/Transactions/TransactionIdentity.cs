using System.Globalization;

namespace AssetFunctions.Sync.Transactions;

/// <summary>Identity of a transaction inside its wallet: the network and the provider's id.</summary>
public static class TransactionId
{
    /// <summary>Every transaction id starts with this.</summary>
    public const string Prefix = "tx:";

    /// <summary>Builds the id: prefix and 128 bits of a SHA-256 over the identity in hexadecimal.</summary>
    public static string For(WalletTransaction row) =>
        Prefix + Convert.ToHexStringLower(ContentHash.Of(row.Network, row.ProviderRef).AsSpan(0, 16));
}

/// <summary>
/// Fingerprint of all stored content of a transaction. It includes prices and the trash flag, which arrive late or change, but not the
/// registry's facts about its assets.
/// </summary>
public static class TransactionFingerprint
{
    /// <returns>96 bits in base64url, 16 characters.</returns>
    public static string Of(WalletTransaction row)
    {
        List<string?> parts =
        [
            row.ProviderRef, row.Network, row.Hash, row.Operation, row.Status, Text(row.MinedAt.ToUnixTimeMilliseconds()), Text(row.Block), Text(row.Nonce),
            row.From, row.To, row.Application, row.Method, row.IsTrash ? "trash" : null, Text(row.Transfers.Count), Text(row.Approvals.Count),
        ];
        foreach (var transfer in row.Transfers)
        {
            parts.AddRange([transfer.Direction, transfer.Sender, transfer.Recipient, ContentHash.PartOf(transfer.PriceUsd)]);
            parts.AddRange(PartsOf(transfer.Item));
        }

        foreach (var approval in row.Approvals)
        {
            parts.AddRange([approval.Owner, approval.Spender]);
            parts.AddRange(PartsOf(approval.Item));
        }

        if (row.Fee is { } fee)
        {
            parts.Add(ContentHash.PartOf(fee.PriceUsd));
            parts.AddRange(PartsOf(fee.Item));
        }

        return ContentHash.Text(ContentHash.Of([.. parts]));
    }

    static string?[] PartsOf(TransactionItem item) =>
    [
        item.Asset?.ContractAddress, item.Collectible?.ContractAddress, item.Collectible?.TokenId, item.Collectible?.Name,
        item.RawAmount.ToString(CultureInfo.InvariantCulture), Text(item.Decimals),
        // Amounts without a scale keep the fingerprint they had before scales were stored.
        .. item.Scale is { } scale ? [$"scale {ContentHash.PartOf(scale)}"] : Array.Empty<string>(),
    ];

    static string? Text(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
