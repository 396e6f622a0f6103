using System.Text.Json.Nodes;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>Family: numbers. An invalid number is unknown, a contradicting one is the holder's amount, and a value replaces a missing price.</summary>
public sealed partial class PositionRowReaderTests
{
    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public async Task A_row_whose_price_is_not_a_number_has_an_unknown_price_and_keeps_no_sold_position(string word)
    {
        await using var driver = await ZerionDriver.StartAsync();
        var odd = ZerionJson.Row("odd").Replace("\"value\":2500.0,\"price\":1.0", $"\"value\":{word},\"price\":{word}", StringComparison.Ordinal);

        var set = await driver.Serving(ZerionJson.Row("good"), odd).FetchSetAsync();

        Assert.Equal([("good", 1.0m), ("odd", null)], set.Rows.Select(row => (row.ProviderRef, row.PriceUsd)));
        Assert.Null(set.Rows[1].ValueUsd);
        Assert.Equal((null, 0, 0), (set.IncompleteReason, set.UnreadableRefs.Count, set.Skipped.Count));
    }

    [Theory]
    [InlineData("\"int\":\"2500000001\"", "\"int\":NaN", SkipReason.BadAmount)]
    [InlineData("\"quantity\":{\"int\":\"2500000001\",\"decimals\":6", "\"quantity\":{\"int\":\"2500000001\",\"decimals\":Infinity", SkipReason.BadDecimals)]
    [InlineData($"\"address\":\"{ZerionJson.Contract}\"", "\"address\":NaN", SkipReason.NoImplementation)]
    public async Task A_row_whose_amount_or_identity_is_invalid_protects_only_itself(string member, string broken, SkipReason reason)
    {
        await using var driver = await ZerionDriver.StartAsync();

        var set = await driver.Serving(ZerionJson.Row("good"), ZerionJson.Row("odd").Replace(member, broken, StringComparison.Ordinal)).FetchSetAsync();

        Assert.Equal("good", Assert.Single(set.Rows).ProviderRef);
        Assert.Equal(["odd"], set.UnreadableRefs);
        Assert.Equal(new Dictionary<SkipReason, int> { [reason] = 1 }, set.Skipped);
        Assert.Null(set.IncompleteReason);
    }

    [Theory]
    [InlineData("1250000000", 8, "50.0", "4", "50")]
    [InlineData("1250000000", 8, "3.125", "0.25", "3.125")]
    [InlineData("1250000000", 8, "12.53125000", "1.0025", "12.53125")]
    [InlineData("3", 0, "2.00", "0.6666666666666666666666666667", "2")]
    [InlineData("1250000000", 8, "5.0e1", "4", "50")]
    [InlineData("1503250000000000001", 18, "1503.250000000000001", "1000", "1503.250000000000001")]
    public void A_numeric_that_contradicts_the_raw_amount_is_the_amount(string raw, int decimals, string numeric, string scale, string held)
    {
        var position = Read(row => SetQuantity(row, raw, decimals, numeric));

        Assert.Equal((raw, decimals), (position.RawAmount.ToString(), position.Decimals));
        Assert.Equal(decimal.Parse(scale), position.Scale);
        Assert.Equal(held, Sync.RawAmounts.Text(position.RawAmount, position.Decimals, position.Scale));
    }

    [Theory]
    [InlineData("1503250000000000001", 18, "1.503250000000000001")]
    [InlineData("1503250000000000001", 18, "1.50325")]
    [InlineData("1503259999999999999", 18, "1.50325")]
    [InlineData("1", 6, "1e-06")]
    [InlineData("1", 6, "0.0")]
    [InlineData("123456789012345678901", 0, "1.2345678901234568e+20")]
    [InlineData("1000", 0, "1000.0")]
    [InlineData("500", 2, "0")]
    [InlineData("500", 2, "NaN")]
    [InlineData("500", 2, "Infinity")]
    [InlineData("500", 2, "-20")]
    [InlineData("500", 2, "1e99999")]
    [InlineData("500", 2, "1e60")]
    [InlineData("500", 2, "")]
    [InlineData("0", 2, "20.0")]
    public void A_rounded_or_empty_numeric_leaves_the_raw_amount_unchanged(string raw, int decimals, string numeric) =>
        Assert.Null(Read(row => SetQuantity(row, raw, decimals, numeric)).Scale);

    [Theory]
    [InlineData("null", "4816.0", "4816")]
    [InlineData("0", "900.5", "900.5")]
    [InlineData("2.5", "900.5", null)]
    [InlineData("null", "null", null)]
    [InlineData("null", "0", null)]
    [InlineData("null", "-3", null)]
    [InlineData("null", "1e400", null)]
    [InlineData("null", "\"5\"", null)]
    public void A_value_applies_only_without_a_price(string price, string value, string? expected)
    {
        var position = Read(row =>
        {
            row.Attributes()["price"] = JsonNode.Parse(price);
            row.Attributes()["value"] = JsonNode.Parse(value);
        });

        Assert.Equal(expected is null ? null : decimal.Parse(expected), position.ValueUsd);
    }

    [Fact]
    public void An_amount_of_zero_is_worth_nothing_whatever_its_stated_value() => Assert.Null(Read(row =>
    {
        row.Quantity()["int"] = "0";
        row.Attributes()["price"] = null;
    }).ValueUsd);

    static void SetQuantity(JsonNode row, string raw, int decimals, string numeric)
    {
        row.Quantity()["int"] = raw;
        row.Quantity()["decimals"] = decimals;
        row.Quantity()["numeric"] = numeric;
    }
}
