using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// An amount from Zerion. Raw amount and decimals come from <c>int</c> and <c>decimals</c>. If <c>numeric</c> contradicts them, the token scales its
/// balances, as Token-2022 mints with a multiplier do, and <c>numeric</c> is the owner's balance.
/// </summary>
/// <param name="Raw">Amount in raw base units.</param>
/// <param name="Decimals">Decimal places of <paramref name="Raw"/>.</param>
/// <param name="Scale">Factor for the raw amount, or null for the many tokens that do not scale.</param>
readonly record struct Quantity(BigInteger Raw, int Decimals, decimal? Scale)
{
    const int MaxNumericText = 128;
    const int MaxExponent = 400;
    const decimal MinScale = 1e-15m;

    // Smaller differences are rounding errors of doubles, never a multiplier.
    static readonly BigInteger RelativeTolerance = BigInteger.Pow(10, 12);

    /// <summary>Reads a quantity.</summary>
    /// <param name="implementation">The asset's implementation, whose decimals apply when the quantity has none.</param>
    /// <returns>The reason why it cannot be read, or null.</returns>
    public static SkipReason? Read(JsonElement quantity, JsonElement implementation, out Quantity read)
    {
        read = default;
        if (!RowFields.TryAmount(quantity.Member("int"), out var raw))
        {
            return SkipReason.BadAmount;
        }

        if (!FungibleFields.TryDecimals(quantity, implementation, out var decimals))
        {
            return SkipReason.BadDecimals;
        }

        read = new Quantity(raw, decimals, ScaleOf(quantity.Member("numeric"), raw, decimals));
        return null;
    }

    // A numeric that is not a number, or not explained by a multiplier, is ignored: only int is never rounded.
    static decimal? ScaleOf(JsonElement numeric, BigInteger raw, int decimals)
    {
        if (raw.IsZero || numeric.Text(MaxNumericText) is not { } text || !TryNumber(text, out var digits, out var places) || digits.IsZero)
        {
            return null;
        }

        // Both over the same denominator. The last digit of numeric may be rounded or truncated.
        var shown = digits * BigInteger.Pow(10, decimals + Math.Max(0, -places));
        var lastDigit = shown / digits;
        var held = raw * BigInteger.Pow(10, Math.Max(0, places));
        var difference = BigInteger.Abs(shown - held);
        return difference > lastDigit && difference * RelativeTolerance > held && RawAmounts.Ratio(shown, held) is >= MinScale and var scale ? scale : null;
    }

    static bool TryNumber(string text, out BigInteger digits, out int places)
    {
        var (mantissa, exponent) = text.IndexOfAny(['e', 'E']) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, "0");
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        places = point < 0 ? 0 : mantissa.Length - point - 1;
        var isNumber = BigInteger.TryParse(point < 0 ? mantissa : mantissa.Remove(point, 1), NumberStyles.None, CultureInfo.InvariantCulture, out digits)
            & int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power);
        places -= power;
        return isNumber && power is >= -MaxExponent and <= MaxExponent;
    }
}
