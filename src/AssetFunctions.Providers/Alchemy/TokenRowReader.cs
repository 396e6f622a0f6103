using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>
/// Reads one element of <c>data.tokens</c> of Alchemy's "tokens by wallet". A row without valid identity, amount and decimals is left out: an amount
/// without decimals has no meaning. Texts, icon and price may be missing.
/// </summary>
static class TokenRowReader
{
    const int MaxAmountText = 80;
    const int MaxPriceText = 128;

    /// <summary>Reads a row of any bytes; never throws because of its content.</summary>
    public static RowOutcome<ProviderPosition> Read(ReadOnlyMemory<byte> row) => RowParser.Read<ProviderPosition>(row, ReadRow, ReadRef);

    /// <summary>Returns null: the identity of a broken row cannot be read because it is made of several members.</summary>
    public static string? ReadRef(ReadOnlyMemory<byte> start) => null;

    static RowOutcome<ProviderPosition> ReadRow(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return new RowOutcome<ProviderPosition>(null, SkipReason.Malformed, null);
        }

        if (RowFields.Slug(row.Member("network")) is not { } name)
        {
            return new RowOutcome<ProviderPosition>(null, SkipReason.NoNetwork, null);
        }

        if (!RowFields.TryAddress(row.Member("tokenAddress"), out var address))
        {
            return new RowOutcome<ProviderPosition>(null, SkipReason.NoImplementation, null);
        }

        var network = AlchemyNetworks.Find(name);
        var asset = AssetIdentity.Canonicalize(network?.Slug ?? name, address);
        return ReadPosition(row, asset, string.IsNullOrEmpty(address) ? null : address, asset.ContractAddress == AssetIdentity.Native ? network : null);
    }

    static RowOutcome<ProviderPosition> ReadPosition(JsonElement row, AssetKey asset, string? stated, AlchemyNetwork? coinOf)
    {
        // The native coin and its token contract are separate rows: if one is unreadable, the other may still be right.
        var id = $"{asset.Network}:{(stated is null ? asset.ContractAddress : AssetIdentity.CanonicalizeAddress(asset.Network, stated))}";
        if (!row.Member("error").IsAbsent())
        {
            return new RowOutcome<ProviderPosition>(null, SkipReason.NotServed, id);
        }

        if (!TryAmount(row.Member("tokenBalance"), out var amount))
        {
            return new RowOutcome<ProviderPosition>(null, SkipReason.BadAmount, id);
        }

        if (amount.IsZero)
        {
            return new RowOutcome<ProviderPosition>(null, SkipReason.Zero, id);
        }

        var metadata = row.Member("tokenMetadata");
        if (!TryDecimals(metadata.Member("decimals"), coinOf, out var decimals))
        {
            return new RowOutcome<ProviderPosition>(null, SkipReason.BadDecimals, id);
        }

        var position = new ProviderPosition
        {
            Asset = asset,
            StatedAddress = stated,
            Facts = new AssetFacts
            {
                Symbol = RowFields.Label(metadata.Member("symbol"), AssetFactsLimits.Symbol) ?? coinOf?.CoinSymbol ?? string.Empty,
                Name = RowFields.Label(metadata.Member("name"), AssetFactsLimits.Name) ?? coinOf?.CoinName ?? string.Empty,
                Decimals = decimals,
                IconUrl = RowFields.WebAddress(metadata.Member("logo")),
                // Alchemy does not verify contracts; a network's native coin needs no verification.
                Verified = coinOf is null ? null : true,
            },
            ProviderRef = id,
            Type = PositionTypes.Wallet,
            RawAmount = amount,
            Decimals = decimals,
            PriceUsd = PriceUsd(row.Member("tokenPrices")),
        };
        return new RowOutcome<ProviderPosition>(position, null, id);
    }

    // Hexadecimal in practice, though the documentation allows decimal digits.
    static bool TryAmount(JsonElement balance, out BigInteger amount)
    {
        amount = default;
        if (balance.Text(MaxAmountText) is not { } text)
        {
            return false;
        }

        // A leading zero keeps the number from being parsed as negative. A prefix without digits means that the node has no data.
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var isNumber = isHex
            ? text.Length > "0x".Length && BigInteger.TryParse($"0{text.AsSpan(2)}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out amount)
            : BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out amount);
        return isNumber && amount <= RowFields.MaxAmount;
    }

    static bool TryDecimals(JsonElement stated, AlchemyNetwork? coinOf, out int decimals)
    {
        if (stated.IsAbsent() && coinOf is not null)
        {
            decimals = coinOf.CoinDecimals;
            return true;
        }

        return RowFields.TryDecimals(stated, out decimals);
    }

    static decimal? PriceUsd(JsonElement prices)
    {
        if (prices.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var price in prices.EnumerateArray())
        {
            var isUsd = string.Equals(price.Member("currency").Text(MaxPriceText), "usd", StringComparison.OrdinalIgnoreCase);
            if (isUsd
                && decimal.TryParse(price.Member("value").Text(MaxPriceText), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value > 0)
            {
                return value;
            }
        }

        return null;
    }
}
