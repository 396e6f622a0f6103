using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Reads one element of <c>data</c> of Zerion's positions. A row without valid identity and amount is left out. Descriptive members (texts, icon, price,
/// verified) that are missing or of a wrong type count as unknown.
/// </summary>
static class PositionRowReader
{
    const int MaxType = 32;

    /// <summary>Reads a row of any bytes; never throws because of its content.</summary>
    public static RowOutcome<ProviderPosition> Read(ReadOnlyMemory<byte> row) => RowParser.Read<ProviderPosition>(row, ReadRow, ReadRef);

    /// <summary>Returns the id of a row that is truncated or broken after it, or null.</summary>
    public static string? ReadRef(ReadOnlyMemory<byte> start) => RowParser.ReadId(start);

    static RowOutcome<ProviderPosition> ReadRow(JsonElement row)
    {
        var id = RowParser.Id(row);
        RowOutcome<ProviderPosition> Skip(SkipReason reason) => new(null, reason, id);

        var attributes = row.Member("attributes");
        var type = row.Member("type");
        if (id is null || attributes.ValueKind != JsonValueKind.Object || !(type.IsAbsent() || type.Text(MaxType) == "positions"))
        {
            return Skip(SkipReason.Malformed);
        }

        var flags = attributes.Member("flags");
        switch (flags.Member("is_trash").ValueKind, flags.Member("displayable").ValueKind)
        {
            case (JsonValueKind.True, _):
                return Skip(SkipReason.Trash);
            case (_, JsonValueKind.False):
                return Skip(SkipReason.Hidden);
        }

        var relationships = row.Member("relationships");
        if (RowFields.Slug(relationships.Member("chain").Member("data").Member("id")) is not { } network)
        {
            return Skip(SkipReason.NoNetwork);
        }

        var fungible = attributes.Member("fungible_info");
        if (fungible.ValueKind != JsonValueKind.Object)
        {
            return Skip(SkipReason.Malformed);
        }

        if (!FungibleFields.TryImplementation(fungible, network, out var implementation)
            || !RowFields.TryAddress(implementation.Member("address"), out var address))
        {
            return Skip(SkipReason.NoImplementation);
        }

        if (Quantity.Read(attributes.Member("quantity"), implementation, out var quantity) is { } reason)
        {
            return Skip(reason);
        }

        var price = FungibleFields.Price(attributes.Member("price"));
        var position = new ProviderPosition
        {
            Asset = AssetIdentity.Canonicalize(network, address),
            StatedAddress = string.IsNullOrEmpty(address) ? null : address,
            Facts = FungibleFields.Facts(fungible, quantity.Decimals, relationships.Member("fungible").Member("data").Member("id")),
            ProviderRef = id,
            Type = FungibleFields.Word(attributes.Member("position_type")) ?? PositionTypes.Unknown,
            Protocol = FungibleFields.Label(attributes.Member("protocol")),
            GroupId = FungibleFields.Label(attributes.Member("group_id")),
            PoolAddress = FungibleFields.Label(attributes.Member("pool_address")) is { } pool ? AssetIdentity.CanonicalizeAddress(network, pool) : null,
            Name = FungibleFields.Label(attributes.Member("name")),
            RawAmount = quantity.Raw,
            Decimals = quantity.Decimals,
            Scale = quantity.Scale,
            PriceUsd = price,
            ValueUsd = price is null && !quantity.Raw.IsZero ? FungibleFields.Price(attributes.Member("value")) : null,
        };
        return new RowOutcome<ProviderPosition>(position, null, id);
    }
}
