using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>Hostile content in transactions.</summary>
public sealed partial class TransactionRowReaderTests
{
    [Theory]
    [InlineData("\u202EniocdogE\u202C", "niocdogE")]
    [InlineData("\u2060USD\u200D Coin\uFEFF", "USD Coin")]
    [InlineData("one\r\n2026-11-20 ERROR two\u0007", "one2026-11-20 ERROR two")]
    [InlineData("U\u054Dd \U0001F680", "U\u054Dd \U0001F680")]
    public void Names_lose_only_invisible_characters(string name, string expected)
    {
        var transaction = Read(TransactionJson.Swap(row =>
        {
            row.Transfer(0)["fungible_info"]!["name"] = name;
            row.Attributes()["application_metadata"]!["name"] = name;
            row.Attributes()["application_metadata"]!["method"]!["name"] = name;
        }));

        Assert.Equal(expected, transaction.Transfers[0].Item.Facts!.Name);
        Assert.Equal((expected, expected), (transaction.Application, transaction.Method));
    }

    [Fact]
    public void A_name_of_half_a_megabyte_is_truncated()
    {
        var name = new string('M', 500_000);

        Assert.Equal(AssetFactsLimits.Name, Read(TransactionJson.Swap(row => row.Transfer(0)["fungible_info"]!["name"] = name)).Transfers[0].Item.Facts!.Name.Length);
        Assert.Equal(AssetFactsLimits.Name, Read(TransactionJson.Mint(row => row.Transfer(0)["nft_info"]!["name"] = name)).Transfers[0].Item.Collectible!.Name!.Length);
    }

    [Theory]
    [InlineData(@"a/b\c?d#e%2Ff")]
    [InlineData("../../x")]
    public void An_opaque_id_keeps_every_character(string id) => Assert.Equal(id, Read(TransactionJson.Swap(row => row["id"] = id)).ProviderRef);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("255", 255)]
    public void Decimals_from_0_to_255_are_valid(string decimals, int expected) =>
        Assert.Equal(expected, Read(TransactionJson.Swap(row => row.Transfer(0)["quantity"]!["decimals"] = JsonNode.Parse(decimals))).Transfers[0].Item.Decimals);

    [Theory]
    [InlineData("1e-18", "0.000000000000000001")]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("null", null)]
    [InlineData("\"2.5\"", null)]
    [InlineData("1e-29", null)]
    [InlineData("1e400", null)]
    public void A_price_is_exact_or_unknown(string price, string? expected) => Assert.Equal(
        expected is null ? null : decimal.Parse(expected),
        Read(TransactionJson.Swap(row => row.Transfer(0)["price"] = JsonNode.Parse(price))).Transfers[0].PriceUsd);

    [Fact]
    public void Solana_keeps_the_case_of_hashes_and_accounts()
    {
        const string Account = "Ax7Ejwg5Qz5mpzGkKVVoT6WzjPZ2n6oVmbDX3wvhTCbR";
        var transaction = Read(TransactionJson.Approval(row =>
        {
            row.SetChain("solana");
            row.Attributes()["hash"] = Account + Account;
            row.Attributes()["sent_from"] = Account;
        }));

        Assert.Equal(Account + Account, transaction.Hash);
        Assert.Equal(Account, transaction.From);
    }

    [Fact]
    public void An_unknown_network_keeps_its_own_slug() =>
        Assert.Equal("brand-new-network", Read(TransactionJson.Swap(row => row.SetChain("Brand-New-Network"))).Network);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[[]]")]
    [InlineData("\"text\"")]
    public void Anything_other_than_a_row_is_malformed(string bytes) =>
        Assert.Equal(SkipReason.Malformed, TransactionRowReader.Read(Encoding.UTF8.GetBytes(bytes)).Skipped);

    [Theory]
    [InlineData("hash")]
    [InlineData("mined_at")]
    [InlineData("operation_type")]
    [InlineData("sent_to")]
    public void Invalid_unicode_never_throws(string member)
    {
        var row = TransactionJson.Swap(row => row.Attributes()[member] = "PLACE");

        foreach (var bytes in (byte[][])[
            Encoding.UTF8.GetBytes(row.Replace("PLACE", @"\ud83d", StringComparison.Ordinal)),
            Encoding.Latin1.GetBytes(row.Replace("PLACE", "\u00FF\u00FE", StringComparison.Ordinal))])
        {
            var outcome = TransactionRowReader.Read(bytes);
            Assert.Equal(member is "hash" or "mined_at", outcome.Row is null);
        }
    }
}
