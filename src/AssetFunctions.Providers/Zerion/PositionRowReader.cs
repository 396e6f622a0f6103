using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Registry;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Reads one element of <c>data</c> of Zerion's positions. Identity and amount must be right or the row is left out; descriptive members
/// (texts, icon, price, verified) that are missing or of a wrong type are unknown and cost nothing else.
/// </summary>
static partial class PositionRowReader
{
    const int MaxRef = 512;
    const int MaxAmountDigits = 78;
    const int MaxType = 32;
    const int MaxLabel = 160;

    /// <summary>Reads a row of any bytes; never throws for what they hold.</summary>
    public static RowOutcome Read(ReadOnlyMemory<byte> row) => RowParser.Read(row, ReadRow, ReadRef);

    /// <summary>The id of a row of which only the start is at hand or which is broken further on, or null.</summary>
    public static string? ReadRef(ReadOnlyMemory<byte> start)
    {
        var reader = new Utf8JsonReader(start.Span, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MaxRef ? Bounded(reader.GetString()) : null;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }

    static RowOutcome ReadRow(JsonElement row)
    {
        var id = Bounded(row.Member("id").Text(MaxRef));
        RowOutcome Skip(SkipReason reason) => new(null, reason, id);

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

        if (RowFields.Slug(row.Member("relationships").Member("chain").Member("data").Member("id")) is not { } network)
        {
            return Skip(SkipReason.NoNetwork);
        }

        var fungible = attributes.Member("fungible_info");
        if (fungible.ValueKind != JsonValueKind.Object)
        {
            return Skip(SkipReason.Malformed);
        }

        if (!TryImplementation(fungible, network, out var implementation) || !RowFields.TryAddress(implementation.Member("address"), out var address))
        {
            return Skip(SkipReason.NoImplementation);
        }

        var quantity = attributes.Member("quantity");
        if (!TryAmount(quantity.Member("int"), out var amount))
        {
            return Skip(SkipReason.BadAmount);
        }

        if (!TryDecimals(quantity, implementation, out var decimals))
        {
            return Skip(SkipReason.BadDecimals);
        }

        var position = new ProviderPosition
        {
            Asset = AssetIdentity.Canonicalize(network, address),
            Facts = ReadFacts(fungible, decimals),
            ProviderRef = id,
            Type = PositionType(attributes.Member("position_type")),
            Protocol = RowFields.Label(attributes.Member("protocol"), MaxLabel),
            GroupId = RowFields.Label(attributes.Member("group_id"), MaxLabel),
            PoolAddress = Pool(network, attributes.Member("pool_address")),
            Name = RowFields.Label(attributes.Member("name"), MaxLabel),
            RawAmount = amount,
            Decimals = decimals,
            PriceUsd = Price(attributes.Member("price")),
        };
        return new RowOutcome(position, null, id);
    }

    static bool TryImplementation(JsonElement fungible, string network, out JsonElement implementation)
    {
        var implementations = fungible.Member("implementations");
        if (implementations.ValueKind == JsonValueKind.Array)
        {
            foreach (var candidate in implementations.EnumerateArray())
            {
                if (RowFields.Slug(candidate.Member("chain_id")) == network)
                {
                    implementation = candidate;
                    return true;
                }
            }
        }

        implementation = default;
        return false;
    }

    static bool TryAmount(JsonElement raw, out BigInteger amount)
    {
        amount = default;
        return raw.Text(MaxAmountDigits) is { } digits
            && BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out amount)
            && amount <= RowFields.MaxAmount;
    }

    static bool TryDecimals(JsonElement quantity, JsonElement implementation, out int decimals)
    {
        var stated = quantity.Member("decimals");
        var number = stated.IsAbsent() ? implementation.Member("decimals") : stated;
        decimals = 0;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out decimals) && decimals is >= 0 and <= RowFields.MaxDecimals;
    }
}
