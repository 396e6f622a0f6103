using System.Numerics;

namespace AssetFunctions.Sync;

/// <summary>Exact arithmetic on raw token amounts.</summary>
public static class RawAmounts
{
    /// <summary>Expresses a raw amount with more decimal places, exactly.</summary>
    /// <param name="toDecimals">At least <paramref name="fromDecimals"/>.</param>
    public static BigInteger Rescale(BigInteger rawAmount, int fromDecimals, int toDecimals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(toDecimals, fromDecimals);
        return rawAmount * BigInteger.Pow(10, toDecimals - fromDecimals);
    }

    /// <summary>
    /// Value of a raw amount at a price, in US dollars, computed exactly and rounded half to even to 18 decimal places at the end.
    /// </summary>
    /// <returns>The value, or null when it is too large to be represented, which no real holding is.</returns>
    public static decimal? Value(BigInteger rawAmount, int decimals, decimal priceUsd)
    {
        const int Places = 18;
        var (unscaled, scale) = Unscale(priceUsd);
        var product = rawAmount * unscaled;
        var shift = decimals + scale - Places;
        var rounded = shift <= 0 ? product * BigInteger.Pow(10, -shift) : DivideHalfEven(product, BigInteger.Pow(10, shift));
        return ToDecimal(rounded, Places);
    }

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
        var max = new BigInteger(decimal.MaxValue);
        while (BigInteger.Abs(unscaled) > max && places > 0)
        {
            unscaled = DivideHalfEven(unscaled, 10);
            places--;
        }

        return BigInteger.Abs(unscaled) > max ? null : (decimal)unscaled / PowerOfTen(places);
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
