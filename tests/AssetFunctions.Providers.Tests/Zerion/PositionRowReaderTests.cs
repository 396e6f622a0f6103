using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Registry;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed partial class PositionRowReaderTests
{
    [Fact]
    public void A_plain_holding_is_read_in_full()
    {
        var position = Read(row =>
        {
            row.Attributes()["protocol"] = "Sample Lend";
            row.Attributes()["group_id"] = "aa11";
            row.Attributes()["pool_address"] = "0xABCDEF0000000000000000000000000000000001";
        });

        Assert.Equal(new AssetKey("ethereum", ZerionJson.Contract), position.Asset);
        Assert.Equal("row-1", position.ProviderRef);
        Assert.Equal(PositionTypes.Wallet, position.Type);
        Assert.Equal("Sample Lend", position.Protocol);
        Assert.Equal("aa11", position.GroupId);
        Assert.Equal("0xabcdef0000000000000000000000000000000001", position.PoolAddress);
        Assert.Equal("Asset", position.Name);
        Assert.Equal(2_500_000_001, position.RawAmount);
        Assert.Equal(6, position.Decimals);
        Assert.Equal(1.0m, position.PriceUsd);
        Assert.Equal(new AssetFacts { Symbol = "USDC", Name = "USD Coin", Decimals = 6, IconUrl = "https://icons.example/usdc.png", Verified = true }, position.Facts);
    }

    [Fact]
    public void Members_that_old_rows_lack_have_their_plain_meaning()
    {
        var position = Read(row =>
        {
            row.Attributes().AsObject().Remove("flags");
            row.Attributes().AsObject().Remove("protocol");
            row.Fungible().AsObject().Remove("icon");
            row.AsObject().Remove("type");
        });

        Assert.Null(position.Protocol);
        Assert.Null(position.GroupId);
        Assert.Null(position.PoolAddress);
        Assert.Null(position.Facts.IconUrl);
    }

    [Theory]
    [InlineData("""{ "chain_id": "base", "address": null, "decimals": 18 }""")]
    [InlineData("""{ "chain_id": "base", "decimals": 18 }""")]
    [InlineData("""{ "chain_id": "base", "address": "", "decimals": 18 }""")]
    [InlineData("""{ "chain_id": "base", "address": "0x0000000000000000000000000000000000000000", "decimals": 18 }""")]
    [InlineData("""{ "chain_id": "base", "address": "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE", "decimals": 18 }""")]
    public void An_implementation_without_an_address_is_the_native_coin(string implementation)
    {
        var position = Read(row =>
        {
            row.SetChain("base");
            row.SetImplementations($$"""[{ "chain_id": "polygon", "address": "0x1111111111111111111111111111111111111111", "decimals": 18 }, {{implementation}}]""");
        });

        Assert.Equal(new AssetKey("base", AssetIdentity.Native), position.Asset);
    }

    [Fact]
    public void A_wrapped_coin_is_not_the_native_coin() => Assert.NotEqual(
        AssetIdentity.Native,
        Read(row => row.Implementation()["address"] = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2").Asset.ContractAddress);

    [Fact]
    public void Decimals_of_the_quantity_go_before_those_of_the_implementation()
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
    public void Decimals_of_the_implementation_count_where_the_quantity_states_none(string stated)
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
    public void Decimals_from_0_to_255_are_real(int decimals) => Assert.Equal(decimals, Read(row => row.Quantity()["decimals"] = decimals).Decimals);

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
    public void Decimals_stated_nowhere_leave_the_row_out() => AssertSkipped(SkipReason.BadDecimals, row =>
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
    public void An_amount_that_is_no_256_bit_integer_in_a_string_leaves_the_row_out(string amount) =>
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
    public void A_price_that_is_none_is_unknown_and_the_row_is_kept(string json) => Assert.Null(PriceOf(json));

    [Fact]
    public void Trash_is_left_out_and_counted_as_such() =>
        AssertSkipped(SkipReason.Trash, row => row.Attributes()["flags"]!["is_trash"] = true);

    [Fact]
    public void Trash_that_is_also_broken_is_trash() => AssertSkipped(SkipReason.Trash, row =>
    {
        row.Attributes()["flags"]!["is_trash"] = true;
        row.Attributes()["quantity"] = null;
    });

    [Fact]
    public void A_row_not_meant_for_display_is_hidden() =>
        AssertSkipped(SkipReason.Hidden, row => row.Attributes()["flags"]!["displayable"] = false);

    [Fact]
    public void A_row_without_a_network_is_left_out() => AssertSkipped(SkipReason.NoNetwork, row => row["relationships"] = null);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""[null, 1, "ethereum", {"chain_id":5}, {"chain_id":"base","address":"0x1","decimals":6}]""")]
    [InlineData("""[{"chain_id":"ethereum","address":17,"decimals":6}]""")]
    [InlineData("""[{"chain_id":"ethereum","address":{"x":1},"decimals":6}]""")]
    [InlineData("""[{"chain_id":"ethereum","address":"0x12 34","decimals":6}]""")]
    [InlineData("""[{"chain_id":"ethereum","address":"0x12\n34","decimals":6}]""")]
    public void A_row_without_a_usable_implementation_on_its_network_is_left_out(string implementations) =>
        AssertSkipped(SkipReason.NoImplementation, row => row.SetImplementations(implementations));

    [Theory]
    [InlineData("relationships.chain.data.id", "\"\"", SkipReason.NoNetwork)]
    [InlineData("relationships.chain.data.id", "7", SkipReason.NoNetwork)]
    [InlineData("relationships.chain", "[]", SkipReason.NoNetwork)]
    [InlineData("type", "\"fungibles\"", SkipReason.Malformed)]
    [InlineData("type", "7", SkipReason.Malformed)]
    [InlineData("attributes", "[]", SkipReason.Malformed)]
    [InlineData("attributes.fungible_info", "\"USDC\"", SkipReason.Malformed)]
    [InlineData("attributes.fungible_info", "null", SkipReason.Malformed)]
    [InlineData("attributes.quantity", "\"5\"", SkipReason.BadAmount)]
    public void An_essential_member_of_a_wrong_type_leaves_the_row_out(string path, string json, SkipReason reason) =>
        AssertSkipped(reason, row => Set(row, path, json));

    [Theory]
    [InlineData("attributes.name", "[]")]
    [InlineData("attributes.protocol", "5")]
    [InlineData("attributes.group_id", "{}")]
    [InlineData("attributes.pool_address", "5")]
    [InlineData("attributes.fungible_info.name", "5")]
    [InlineData("attributes.fungible_info.symbol", "{}")]
    [InlineData("attributes.fungible_info.icon", "\"x\"")]
    [InlineData("attributes.fungible_info.icon.url", "5")]
    [InlineData("attributes.fungible_info.flags", "true")]
    [InlineData("attributes.fungible_info.flags.verified", "\"true\"")]
    [InlineData("attributes.flags", "[]")]
    [InlineData("attributes.position_type", "5")]
    public void A_descriptive_member_of_a_wrong_type_costs_nothing_else(string path, string json) =>
        Assert.Equal(2_500_000_001, Read(row => Set(row, path, json)).RawAmount);

    [Theory]
    [InlineData("null", "unknown")]
    [InlineData("\"\"", "unknown")]
    [InlineData("5", "unknown")]
    [InlineData("\"Margin\"", "margin")]
    [InlineData("\"airdrop\"", "airdrop")]
    public void Types_that_are_new_pass_through_in_lower_case(string json, string expected) =>
        Assert.Equal(expected, Read(row => Set(row, "attributes.position_type", json)).Type);

    static decimal? PriceOf(string json)
    {
        var row = ZerionJson.Row().Replace("\"price\":1.0", $"\"price\":{json}", StringComparison.Ordinal);
        return PositionRowReader.Read(Encoding.UTF8.GetBytes(row)).Row!.PriceUsd;
    }

    static ProviderPosition Read(Action<JsonNode> change)
    {
        var outcome = PositionRowReader.Read(Encoding.UTF8.GetBytes(ZerionJson.Row(change: change)));
        Assert.Null(outcome.Skipped);
        return outcome.Row!;
    }

    static void AssertSkipped(SkipReason reason, Action<JsonNode> change)
    {
        var outcome = PositionRowReader.Read(Encoding.UTF8.GetBytes(ZerionJson.Row(change: change)));
        Assert.Null(outcome.Row);
        Assert.Equal(reason, outcome.Skipped);
        Assert.Equal("row-1", outcome.Ref);
        Assert.True(outcome.IsJson);
    }

    static void Set(JsonNode row, string path, string json)
    {
        var members = path.Split('.');
        foreach (var member in members[..^1])
        {
            row = row[member]!;
        }

        row[members[^1]] = JsonNode.Parse(json);
    }
}
