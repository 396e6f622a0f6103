using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed partial class PositionRowReaderTests
{
    [Theory]
    [InlineData("\u202EniocdogE\u202C", "niocdogE")]
    [InlineData("\u2060USD\u200D Coin\uFEFF", "USD Coin")]
    [InlineData("one\r\n2026-11-20 ERROR two\u0007", "one2026-11-20 ERROR two")]
    [InlineData("  padded  ", "padded")]
    [InlineData("U\u054Dd \U0001F680", "U\u054Dd \U0001F680")]
    public void Names_lose_only_invisible_characters(string name, string expected) =>
        Assert.Equal(expected, Read(row => row.Fungible()["name"] = name).Facts.Name);

    [Fact]
    public void A_name_of_a_megabyte_is_truncated()
    {
        var position = Read(row => row.Fungible()["name"] = new string('M', 1_000_000));

        Assert.Equal(new string('M', AssetFactsLimits.Name), position.Facts.Name);
    }

    [Fact]
    public void A_name_that_begins_with_many_invisible_characters_keeps_its_visible_ones()
    {
        var position = Read(row => row.Fungible()["name"] = $"{new string('\u200B', 500)}Coin");

        Assert.Equal("Coin", position.Facts.Name);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("symbol")]
    public void Invalid_unicode_becomes_empty_text_and_the_row_is_kept(string member)
    {
        var row = ZerionJson.Row(change: row => row.Fungible()[member] = "PLACE");
        var escaped = PositionRowReader.Read(Encoding.UTF8.GetBytes(row.Replace("PLACE", @"\ud83d", StringComparison.Ordinal)));
        var raw = PositionRowReader.Read(Encoding.Latin1.GetBytes(row.Replace("PLACE", "\u00FF\u00FE", StringComparison.Ordinal)));

        Assert.Equal(string.Empty, member == "name" ? escaped.Row!.Facts.Name : escaped.Row!.Facts.Symbol);
        Assert.Equal(string.Empty, member == "name" ? raw.Row!.Facts.Name : raw.Row!.Facts.Symbol);
    }

    [Fact]
    public void An_address_with_invalid_unicode_leaves_the_row_out()
    {
        var row = ZerionJson.Row(change: row => row.Implementation()["address"] = "PLACE").Replace("PLACE", @"\udc00", StringComparison.Ordinal);

        Assert.Equal(SkipReason.NoImplementation, PositionRowReader.Read(Encoding.UTF8.GetBytes(row)).Skipped);
    }

    [Theory]
    [InlineData("https://icons.example/a.png", true)]
    [InlineData("http://icons.example/a.png", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:image/png;base64,AAAA", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//icons.example/a.png", false)]
    [InlineData("/a.png", false)]
    [InlineData("https://icons.example/a\u202Egnp.", false)]
    [InlineData("", false)]
    public void Icons_are_absolute_web_addresses(string url, bool isKept) =>
        Assert.Equal(isKept ? url : null, Read(row => row.Fungible()["icon"]!["url"] = url).Facts.IconUrl);

    [Fact]
    public void An_icon_address_that_is_too_long_is_dropped() => Assert.Null(
        Read(row => row.Fungible()["icon"]!["url"] = $"https://icons.example/{new string('a', AssetFactsLimits.IconUrl)}").Facts.IconUrl);

    [Theory]
    [InlineData("osmosis", "ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2")]
    [InlineData("osmosis", @"factory/osmo1sample/u?x#y%2Fz\w")]
    [InlineData("sui", "0x2::sui::SUI")]
    public void Addresses_outside_evm_keep_every_character(string network, string address)
    {
        var position = Read(row =>
        {
            row.SetChain(network);
            row.Implementation()["chain_id"] = network;
            row.Implementation()["address"] = address;
        });

        Assert.Equal(new AssetKey(network, address), position.Asset);
    }

    [Fact]
    public void An_opaque_id_keeps_every_character() =>
        Assert.Equal(@"a/b\c?d#e%2Ff", Read(row => row["id"] = @"a/b\c?d#e%2Ff").ProviderRef);

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    public void A_row_without_an_id_is_malformed_and_names_no_position(string id)
    {
        var outcome = PositionRowReader.Read(Encoding.UTF8.GetBytes(ZerionJson.Row(change: row => row["id"] = JsonNode.Parse(id))));

        Assert.Equal(SkipReason.Malformed, outcome.Skipped);
        Assert.Null(outcome.Ref);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("}{")]
    public void Anything_other_than_a_row_is_malformed(string bytes) =>
        Assert.Equal(SkipReason.Malformed, PositionRowReader.Read(Encoding.UTF8.GetBytes(bytes)).Skipped);

    [Fact]
    public void A_row_of_invalid_json_still_names_its_position_if_the_id_comes_first()
    {
        var outcome = PositionRowReader.Read("""{"type":"positions","id":"row-9","attributes":{"price":tru}}"""u8.ToArray());

        Assert.Equal(SkipReason.Malformed, outcome.Skipped);
        Assert.Equal("row-9", outcome.Ref);
        Assert.False(outcome.IsJson);
    }

    [Fact]
    public void The_id_of_a_nested_member_is_not_the_id_of_the_row() =>
        Assert.Null(PositionRowReader.ReadRef("""{"relationships":{"id":"inner","chain":{"id":"x"}},"attributes":{"na"""u8.ToArray()));

    [Fact]
    public void A_row_nested_deeper_than_any_parser_allows_is_malformed() => Assert.Equal(
        SkipReason.Malformed,
        PositionRowReader.Read(Encoding.UTF8.GetBytes($$"""{"id":"deep","x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""")).Skipped);

    [Theory]
    [InlineData("fda0820a-9cff-40f5-997b-a76b9f9d60e7", "fda0820a-9cff-40f5-997b-a76b9f9d60e7")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", "0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", null)]
    [InlineData("", null)]
    [InlineData("a\u0000b", null)]
    [InlineData(null, null)]
    public void Group_is_the_id_of_the_asset_and_is_never_shortened(string? id, string? expected)
    {
        Assert.Equal(expected, Read(row =>
        {
            row.Fungible()["id"] = id;
            row["relationships"]!["fungible"] = null;
        }).Facts.GroupId);
        Assert.Equal(expected ?? "x", Read(row => row.Fungible()["id"] = id).Facts.GroupId);
    }
}
