using System.Numerics;

namespace AssetFunctions.Sync.Tests;

public sealed class RawAmountsTests
{
    static readonly BigInteger Uint256Max = BigInteger.Pow(2, 256) - 1;

    [Fact]
    public void The_tail_of_an_amount_survives_where_a_double_would_lose_it() =>
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
    public void A_value_beyond_the_number_type_is_unknown_instead_of_a_crash() =>
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

    [Fact]
    public void Rescaling_is_exact() =>
        Assert.Equal(BigInteger.Parse("1230000000000"), RawAmounts.Rescale(123, 8, 18));
}
