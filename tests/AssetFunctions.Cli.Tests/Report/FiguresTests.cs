using System.Globalization;
using System.Numerics;
using AssetFunctions.Cli.Report;
using AssetFunctions.Sync;

namespace AssetFunctions.Cli.Tests.Report;

public sealed class FiguresTests
{
    const string MaxUInt256 = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

    static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1234567500000", 6, "1,234,567…")]
    [InlineData("1234567899999", 6, "1,234,567…")]
    [InlineData("1234567000000", 6, "1,234,567")]
    [InlineData("12345999999", 6, "12,345.99…")]
    [InlineData("12345900000", 6, "12,345.9")]
    [InlineData("1999999", 6, "1.9999…")]
    [InlineData("1000009", 6, "1.0000…")]
    [InlineData("123456", 9, "0.0001234…")]
    [InlineData("1", 18, "1e-18")]
    [InlineData("123456", 20, "1.234…e-15")]
    [InlineData("1", 255, "1e-255")]
    [InlineData("1000000000000000000", 0, "1e18")]
    [InlineData(MaxUInt256, 0, "1.157…e77")]
    public void An_amount_is_short_and_shows_what_was_cut(string raw, int decimals, string expected) => Assert.Equal(expected, Figures.Amount(RawAmounts.Text(BigInteger.Parse(raw, CultureInfo.InvariantCulture), decimals, scale: null)));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData("1-2")]
    [InlineData("not a number")]
    public void Text_that_is_not_a_number_stays_unchanged(string amount) => Assert.Equal(amount, Figures.Amount(amount));

    [Theory]
    [InlineData("2999.5", "2,999.5")]
    [InlineData("0.000000000000000001", "1e-18")]
    [InlineData("1.000", "1")]
    public void A_price_is_formatted_like_an_amount(string usd, string expected) => Assert.Equal(expected, Figures.Price(decimal.Parse(usd, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("1234.565", "1,234.57")]
    [InlineData("0", "0.00")]
    [InlineData("0.001", "<0.01")]
    [InlineData("-0.001", ">-0.01")]
    [InlineData("-12.5", "-12.50")]
    public void Money_is_shown_in_cents_and_less_than_a_cent_is_not_zero(string usd, string expected) =>
        Assert.Equal(expected, Figures.Money(decimal.Parse(usd, CultureInfo.InvariantCulture)));

    [Fact]
    public void Unknown_money_is_not_zero() => Assert.Equal("–", Figures.Money(null));

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-5, "now")]
    [InlineData(59, "59s")]
    [InlineData(3599, "59m")]
    [InlineData(3600, "1h")]
    [InlineData(47 * 3600, "47h")]
    [InlineData(48 * 3600, "2d")]
    public void Age_is_shown_in_its_largest_unit(int seconds, string expected) => Assert.Equal(expected, Figures.Age(Now.AddSeconds(-seconds), Now));

    [Theory]
    [InlineData("1.50", "1.5")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void An_exact_number_keeps_every_digit_that_counts(string value, string expected) =>
        Assert.Equal(expected, Figures.Exact(decimal.Parse(value, CultureInfo.InvariantCulture)));
}
