using System.Numerics;
using System.Text.Json.Nodes;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed partial class PositionRowReaderTests
{
    [Fact]
    public void Decimals_of_the_quantity_take_precedence_over_those_of_the_implementation()
    {
        var position = Read(row =>
        {
            row.Quantity()["decimals"] = 18;
            row.Implementation()["decimals"] = 6;
        });

        Assert.Equal(18, position.Decimals);
        Assert.Equal(18, position.Facts.Decimals);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("absent")]
    public void Decimals_of_the_implementation_apply_when_the_quantity_has_none(string stated)
    {
        var position = Read(row =>
        {
            row.Quantity().AsObject().Remove("decimals");
            if (stated == "null")
            {
                row.Quantity()["decimals"] = null;
            }

            row.Implementation()["decimals"] = 9;
        });

        Assert.Equal(9, position.Decimals);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Decimals_from_0_to_255_are_valid(int decimals) => Assert.Equal(decimals, Read(row => row.Quantity()["decimals"] = decimals).Decimals);

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("6.5")]
    [InlineData("\"6\"")]
    [InlineData("99999999999999999999")]
    [InlineData("{}")]
    public void Decimals_out_of_range_or_of_a_wrong_type_leave_the_row_out(string decimals) =>
        AssertSkipped(SkipReason.BadDecimals, row => row.Quantity()["decimals"] = JsonNode.Parse(decimals));

    [Fact]
    public void Missing_decimals_leave_the_row_out() => AssertSkipped(SkipReason.BadDecimals, row =>
    {
        row.Quantity()["decimals"] = null;
        row.Implementation()["decimals"] = null;
    });

    [Fact]
    public void The_largest_amount_of_256_bits_survives_digit_by_digit()
    {
        const string Largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

        Assert.Equal(BigInteger.Parse(Largest), Read(row => row.Quantity()["int"] = Largest).RawAmount);
    }

    [Fact]
    public void The_amount_comes_from_int_alone() => Assert.Equal(
        BigInteger.Parse("1503250000000000001"),
        Read(row =>
        {
            row.Quantity()["int"] = "1503250000000000001";
            row.Quantity()["float"] = 99.5;
            row.Quantity()["numeric"] = "99.5";
        }).RawAmount);

    [Fact]
    public void A_zero_amount_is_kept() => Assert.Equal(0, Read(row => row.Quantity()["int"] = "0").RawAmount);

    [Theory]
    [InlineData("\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"1.0\"")]
    [InlineData("\"1e5\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\" 5\"")]
    [InlineData("\"\"")]
    [InlineData("\"\\u0661\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    public void An_amount_that_is_not_a_256_bit_integer_in_a_string_leaves_the_row_out(string amount) =>
        AssertSkipped(SkipReason.BadAmount, row => row.Quantity()["int"] = JsonNode.Parse(amount));

    [Fact]
    public void An_amount_of_a_million_digits_leaves_the_row_out() =>
        AssertSkipped(SkipReason.BadAmount, row => row.Quantity()["int"] = new string('9', 1_000_000));

    [Theory]
    [InlineData("1e-18", "0.000000000000000001")]
    [InlineData("1.2e-18", "0.0000000000000000012")]
    [InlineData("1.2E-18", "0.0000000000000000012")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("2650", "2650")]
    [InlineData("1e3", "1000")]
    [InlineData("0.123456789012345678", "0.123456789012345678")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Prices_are_exact(string json, string expected) => Assert.Equal(decimal.Parse(expected), PriceOf(json));

    [Theory]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("-0.0")]
    [InlineData("-1.5")]
    [InlineData("1e-40")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1e40")]
    [InlineData("1e400")]
    [InlineData("1e99999999999")]
    [InlineData("\"2.5\"")]
    [InlineData("{}")]
    public void An_invalid_price_is_unknown_and_the_row_is_kept(string json) => Assert.Null(PriceOf(json));
}
