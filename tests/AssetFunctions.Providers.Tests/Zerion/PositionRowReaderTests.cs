using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed partial class PositionRowReaderTests
{
    [Fact]
    public void A_plain_position_is_read_in_full()
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
        Assert.Equal(new AssetFacts { Symbol = "USDC", Name = "USD Coin", Decimals = 6, IconUrl = "https://icons.example/usdc.png", Verified = true, GroupId = "x" }, position.Facts);
    }

    [Fact]
    public void Members_missing_from_old_rows_have_defaults()
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
    public void A_descriptive_member_of_a_wrong_type_affects_nothing_else(string path, string json) =>
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
