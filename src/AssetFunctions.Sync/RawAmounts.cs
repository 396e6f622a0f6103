using System.Globalization;
using System.Numerics;

namespace AssetFunctions.Sync;

/// <summary>Exact arithmetic on raw token amounts.</summary>
public static class RawAmounts
{
    const int Places = 18;
    const int MaxPlaces = 28;

    static readonly BigInteger MaxDecimal = new(decimal.MaxValue);

    /// <summary>Expresses a raw amount with more decimal places, exactly.</summary>
    /// <param name="toDecimals">At least <paramref name="fromDecimals"/>.</param>
    public static BigInteger Rescale(BigInteger rawAmount, int fromDecimals, int toDecimals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(toDecimals, fromDecimals);
        return rawAmount * BigInteger.Pow(10, toDecimals - fromDecimals);
    }

    /// <summary>
    /// Value of a raw amount at a price, in US dollars. Computed exactly, then rounded half to even to 18 decimal places.
    /// </summary>
    /// <param name="scale">Factor by which the token multiplies raw amounts, or null for none.</param>
    /// <returns>The value, or null when it does not fit a decimal, which no real position exceeds.</returns>
    public static decimal? Value(BigInteger rawAmount, int decimals, decimal priceUsd, decimal? scale = null)
    {
        var (price, pricePlaces) = Unscale(priceUsd);
        var (factor, factorPlaces) = Unscale(scale ?? 1);
        return ToDecimal(Round(rawAmount * price * factor, decimals + pricePlaces + factorPlaces, Places), Places);
    }

    /// <summary>Formats a raw amount as whole tokens: exact without a scale, otherwise rounded to the token's decimals but at least 18 places.</summary>
    /// <param name="scale">Factor by which the token multiplies raw amounts, or null for none.</param>
    public static string Text(BigInteger rawAmount, int decimals, decimal? scale = null)
    {
        var (factor, factorPlaces) = Unscale(scale ?? 1);
        var places = scale is null ? decimals : Math.Max(decimals, Places);
        var digits = Round(rawAmount * factor, decimals + factorPlaces, places).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        var fraction = digits[^places..].TrimEnd('0');
        return fraction.Length == 0 ? digits[..^places] : $"{digits[..^places]}.{fraction}";
    }

    /// <summary>Quotient of two positive numbers to 28 significant digits, or null where it does not fit a decimal.</summary>
    public static decimal? Ratio(BigInteger numerator, BigInteger denominator)
    {
        var whole = numerator / denominator;
        return whole > MaxDecimal ? null : ToDecimal(DivideHalfEven(numerator * BigInteger.Pow(10, MaxPlaces), denominator), MaxPlaces);
    }

    /// <summary>Scale of the sum of two raw amounts: the scaled sum equals the sum of the two scaled amounts.</summary>
    public static decimal CommonScale((BigInteger Raw, decimal Scale) left, (BigInteger Raw, decimal Scale) right)
    {
        var (first, firstPlaces) = Unscale(left.Scale);
        var (second, secondPlaces) = Unscale(right.Scale);
        var places = Math.Max(firstPlaces, secondPlaces);
        var sum = (left.Raw * Round(first, firstPlaces, places)) + (right.Raw * Round(second, secondPlaces, places));
        var raw = left.Raw + right.Raw;
        return raw.IsZero ? 1 : Ratio(sum, raw * BigInteger.Pow(10, places))!.Value;
    }

    static BigInteger Round(BigInteger unscaled, int fromPlaces, int toPlaces) => fromPlaces <= toPlaces
        ? unscaled * BigInteger.Pow(10, toPlaces - fromPlaces)
        : DivideHalfEven(unscaled, BigInteger.Pow(10, fromPlaces - toPlaces));

    static (BigInteger Unscaled, int Scale) Unscale(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var unscaled = new BigInteger((uint)bits[0]) | (new BigInteger((uint)bits[1]) << 32) | (new BigInteger((uint)bits[2]) << 64);
        return (value < 0 ? -unscaled : unscaled, (bits[3] >> 16) & 0xFF);
    }

    static BigInteger DivideHalfEven(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        var twice = BigInteger.Abs(remainder) * 2;
        var roundUp = twice > divisor || (twice == divisor && !quotient.IsEven);
        return roundUp ? quotient + dividend.Sign : quotient;
    }

    // Beyond 96 bits the last places no longer fit a decimal and are rounded away; the leading 28 digits stay exact.
    static decimal? ToDecimal(BigInteger unscaled, int places)
    {
        while (BigInteger.Abs(unscaled) > MaxDecimal && places > 0)
        {
            unscaled = DivideHalfEven(unscaled, 10);
            places--;
        }

        return BigInteger.Abs(unscaled) > MaxDecimal ? null : (decimal)unscaled / PowerOfTen(places);
    }

    static decimal PowerOfTen(int places)
    {
        var power = 1m;
        for (var i = 0; i < places; i++)
        {
            power *= 10;
        }

        return power;
    }
}
