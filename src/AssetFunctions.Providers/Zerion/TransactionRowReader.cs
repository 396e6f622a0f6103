using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Reads one element of <c>data</c> of Zerion's transactions. A transaction without identity (id, network, hash, time) is left out. So is one with an
/// unreadable transfer or approval: half of a swap would look like a gift or a loss that never happened. Descriptive members that are missing
/// or of a wrong type count as unknown.
/// </summary>
static partial class TransactionRowReader
{
    const int MaxType = 32;
    const string Unknown = "unknown";

    /// <summary>Reads a row of any bytes; never throws because of its content.</summary>
    public static RowOutcome<WalletTransaction> Read(ReadOnlyMemory<byte> row) => RowParser.Read<WalletTransaction>(row, ReadRow, ReadRef);

    /// <summary>Returns the id of a row that is truncated or broken after it, or null.</summary>
    public static string? ReadRef(ReadOnlyMemory<byte> start) => RowParser.ReadId(start);

    static RowOutcome<WalletTransaction> ReadRow(JsonElement row)
    {
        var id = RowParser.Id(row);
        RowOutcome<WalletTransaction> Skip(SkipReason reason) => new(null, reason, id);

        var attributes = row.Member("attributes");
        var type = row.Member("type");
        if (id is null || attributes.ValueKind != JsonValueKind.Object || !(type.IsAbsent() || type.Text(MaxType) == "transactions"))
        {
            return Skip(SkipReason.Malformed);
        }

        if (RowFields.Slug(row.Member("relationships").Member("chain").Member("data").Member("id")) is not { } network)
        {
            return Skip(SkipReason.NoNetwork);
        }

        if (FungibleFields.Address(network, attributes.Member("hash")) is not { } hash || MinedAt(attributes.Member("mined_at")) is not { } minedAt)
        {
            return Skip(SkipReason.Malformed);
        }

        var (transfers, transferReason) = Items<TransactionTransfer>(attributes.Member("transfers"), network, ReadTransfer);
        var (approvals, approvalReason) = Items<TransactionApproval>(attributes.Member("approvals"), network, ReadApproval);
        if ((transferReason ?? approvalReason) is { } reason)
        {
            return Skip(reason);
        }

        var application = attributes.Member("application_metadata");
        var transaction = new WalletTransaction
        {
            ProviderRef = id,
            Network = network,
            Hash = hash,
            Operation = FungibleFields.Word(attributes.Member("operation_type")) ?? Unknown,
            Status = FungibleFields.Word(attributes.Member("status")) ?? Unknown,
            MinedAt = minedAt,
            Block = Number(attributes.Member("mined_at_block")),
            Nonce = Number(attributes.Member("nonce")),
            From = FungibleFields.Address(network, attributes.Member("sent_from")),
            To = FungibleFields.Address(network, attributes.Member("sent_to")),
            Fee = ReadFee(attributes.Member("fee"), network),
            Transfers = transfers,
            Approvals = approvals,
            Application = FungibleFields.Label(application.Member("name")),
            Method = FungibleFields.Label(application.Member("method").Member("name")),
            IsTrash = attributes.Member("flags").Member("is_trash").ValueKind == JsonValueKind.True,
        };
        return new RowOutcome<WalletTransaction>(transaction, null, id);
    }

    /// <summary>Reads an ISO 8601 instant, UTC when it has no offset, truncated to milliseconds. Null when it is out of range for Zerion's filters.</summary>
    static DateTimeOffset? MinedAt(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String || !element.TryGetDateTime(out var stated))
        {
            return null;
        }

        var utc = stated.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(stated, DateTimeKind.Utc) : stated.ToUniversalTime();
        var milliseconds = new DateTimeOffset(utc).ToUnixTimeMilliseconds();
        return milliseconds is >= ZerionDefaults.MinMilliseconds and <= ZerionDefaults.MaxMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    static long? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number >= 0 ? number : null;
}
