using System.Numerics;

namespace AssetFunctions.Sync.Tests;

public sealed class RawAmountsTests
{
    static readonly BigInteger Uint256Max = BigInteger.Pow(2, 256) - 1;

    [Fact]
    public void Last_digits_of_an_amount_survive_where_a_double_would_lose_them() =>
        Assert.Equal(1.503250000000000001m, RawAmounts.Value(BigInteger.Parse("1503250000000000001"), 18, 1m));

    [Fact]
    public void Zero_decimals_is_zero_decimals() => Assert.Equal(14m, RawAmounts.Value(7, 0, 2m));

    [Fact]
    public void A_price_of_1e_minus_18_still_has_a_value() =>
        Assert.Equal(0.000000000000000001m, RawAmounts.Value(BigInteger.Pow(10, 18), 18, 0.000000000000000001m));

    [Fact]
    public void A_sub_cent_price_is_not_rounded_away() => Assert.Equal(0.00123m, RawAmounts.Value(1_000_000, 6, 0.00123m));

    [Fact]
    public void The_largest_amount_at_255_decimals_is_worth_next_to_nothing() =>
        Assert.Equal(0m, RawAmounts.Value(Uint256Max, 255, 1m));

    [Fact]
    public void Value_that_does_not_fit_a_decimal_is_unknown() =>
        Assert.Null(RawAmounts.Value(Uint256Max, 0, 1m));

    [Fact]
    public void The_last_place_is_rounded_half_to_even()
    {
        Assert.Equal(0m, RawAmounts.Value(5, 19, 1m));
        Assert.Equal(0.000000000000000002m, RawAmounts.Value(15, 19, 1m));
    }

    [Fact]
    public void A_value_of_ten_to_the_20_keeps_its_leading_digits() =>
        Assert.Equal(123456789012345678901m, RawAmounts.Value(BigInteger.Parse("123456789012345678901"), 0, 1m));

    [Theory]
    [InlineData("1250000000", 8, null, "12.5")]
    [InlineData("1250000000", 8, "4", "50")]
    [InlineData("1250000000", 8, "1.00234567", "12.529320875")]
    [InlineData("7", 0, null, "7")]
    [InlineData("7", 0, "0.5", "3.5")]
    [InlineData("0", 18, null, "0")]
    [InlineData("1", 30, null, "0.000000000000000000000000000001")]
    public void Whole_tokens_are_written_in_full_and_with_their_scale(string raw, int decimals, string? scale, string expected) =>
        Assert.Equal(expected, RawAmounts.Text(BigInteger.Parse(raw), decimals, scale is null ? null : decimal.Parse(scale)));

    [Fact]
    public void Scaled_amount_has_the_value_that_the_holder_sees() => Assert.Equal(5_000m, RawAmounts.Value(1_250_000_000, 8, 100m, 4m));

    [Fact]
    public void Ratio_has_28_digits_and_is_null_where_it_does_not_fit_a_decimal()
    {
        Assert.Equal(0.6666666666666666666666666667m, RawAmounts.Ratio(2, 3));
        Assert.Equal(4m, RawAmounts.Ratio(500, 125));
        Assert.Null(RawAmounts.Ratio(Uint256Max, 1));
        Assert.Equal(0m, RawAmounts.Ratio(1, Uint256Max));
    }

    [Fact]
    public void Rescaling_is_exact() =>
        Assert.Equal(BigInteger.Parse("1230000000000"), RawAmounts.Rescale(123, 8, 18));
}
