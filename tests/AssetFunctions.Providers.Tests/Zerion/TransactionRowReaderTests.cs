using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed partial class TransactionRowReaderTests
{
    [Fact]
    public void Every_kind_of_transaction_is_read_in_full() => Assert.All(
        TransactionProviderExamples.History(5),
        expected => Assert.Equal(TransactionProviderExamples.Describe(expected), TransactionProviderExamples.Describe(Read(TransactionJson.Row(expected)))));

    [Fact]
    public void Every_transfer_of_a_swap_is_read()
    {
        var transaction = Read(TransactionJson.Swap());

        Assert.Equal(["out", "in", "in"], transaction.Transfers.Select(transfer => transfer.Direction));
        Assert.Equal([2_500_000_001, 943_396_226_415_094_339, 1], transaction.Transfers.Select(transfer => transfer.Item.RawAmount));
    }

    [Fact]
    public void Address_and_decimals_come_from_the_implementation_on_the_transactions_network_and_not_from_the_first()
    {
        var transaction = Read(TransactionJson.Swap(row =>
        {
            row.SetChain("base");
            foreach (var transfer in row.Attributes()["transfers"]!.AsArray())
            {
                transfer!["quantity"]!["decimals"] = null;
            }

            row.Transfer(0).Implementations().Add(Implementation("base", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", 6));
            row.Transfer(1).Implementations().Add(Implementation("base", null, 18));
            row.Transfer(2).Implementations().Add(Implementation("base", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", 6));
        }));

        Assert.Equal(new AssetKey("base", "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"), transaction.Transfers[0].Item.Asset);
        Assert.Equal(6, transaction.Transfers[0].Item.Decimals);
        Assert.Equal(new AssetKey("base", AssetIdentity.Native), transaction.Transfers[1].Item.Asset);
    }

    /// <summary>Family: scaled tokens. The amount is the one that the holder saw move.</summary>
    [Fact]
    public void A_transfer_of_a_scaled_token_keeps_its_scale()
    {
        var item = Read(TransactionJson.Swap(row => row.Transfer(0)["quantity"] =
            JsonNode.Parse("""{"int":"1250000000","decimals":8,"float":12.5,"numeric":"50.0"}"""))).Transfers[0].Item;

        Assert.Equal((1_250_000_000, 4m), (item.RawAmount, item.Scale));
        Assert.All(Read(TransactionJson.Swap()).Transfers, transfer => Assert.Null(transfer.Item.Scale));
    }

    [Fact]
    public void An_asset_without_an_implementation_on_the_network_is_an_amount_of_an_unknown_asset()
    {
        var item = Read(TransactionJson.Swap(row => row.Transfer(0).Implementations().RemoveAt(1))).Transfers[0].Item;

        Assert.Null(item.Asset);
        Assert.Null(item.Facts);
        Assert.Equal(2_500_000_001, item.RawAmount);
    }

    [Fact]
    public void An_unlimited_approval_keeps_every_digit()
    {
        var approval = Assert.Single(Read(TransactionJson.Approval()).Approvals);

        Assert.Equal(BigInteger.Parse("115792089237316195423570985008687907853269984665640564039457584007913129639935"), approval.Item.RawAmount);
    }

    [Fact]
    public void Owner_of_an_approval_is_not_its_spender()
    {
        var approval = Assert.Single(Read(TransactionJson.Approval(row => row.Attributes()["approvals"]![0]!.AsObject().Remove("spender"))).Approvals);

        Assert.Equal(TransactionProviderExamples.Wallet, approval.Owner);
        Assert.Null(approval.Spender);
    }

    [Fact]
    public void An_approval_of_a_whole_collection_names_no_token()
    {
        var approval = Assert.Single(Read(TransactionJson.Approval(row =>
        {
            var json = row.Attributes()["approvals"]![0]!.AsObject();
            json["fungible_info"] = null;
            json["nft_info"] = new JsonObject { ["contract_address"] = "0xBC4CA0EDA7647A8AB7C2061C2E118A18A936F13D", ["token_id"] = null };
        })).Approvals);

        Assert.Equal(new Collectible("0xbc4ca0eda7647a8ab7c2061c2e118a18a936f13d", string.Empty, null), approval.Item.Collectible);
    }

    [Theory]
    [InlineData("operation_type", "Bridge_V9", "bridge_v9")]
    [InlineData("operation_type", null, "unknown")]
    [InlineData("status", "DROPPED", "dropped")]
    [InlineData("status", null, "unknown")]
    public void Unknown_words_pass_through_in_lower_case(string member, string? value, string expected)
    {
        var transaction = Read(TransactionJson.Swap(row => row.Attributes()[member] = value));

        Assert.Equal(expected, member == "status" ? transaction.Status : transaction.Operation);
    }

    [Fact]
    public void An_unknown_direction_passes_through() =>
        Assert.Equal("sideways", Read(TransactionJson.Swap(row => row.Transfer(0)["direction"] = "sideways")).Transfers[0].Direction);

    [Theory]
    [InlineData("2026-11-20T08:00:00Z", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T08:00:00.1239999Z", "2026-11-20T08:00:00.123Z")]
    [InlineData("2026-11-20T10:30:00+02:30", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T08:00:00", "2026-11-20T08:00:00.000Z")]
    public void Times_are_utc_to_the_millisecond(string stated, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
        Read(TransactionJson.Swap(row => row.Attributes()["mined_at"] = stated)).MinedAt);

    [Theory]
    [InlineData("id", "null", nameof(SkipReason.Malformed))]
    [InlineData("id", "\"\"", nameof(SkipReason.Malformed))]
    [InlineData("type", "\"positions\"", nameof(SkipReason.Malformed))]
    [InlineData("attributes", "[]", nameof(SkipReason.Malformed))]
    [InlineData("relationships", "null", nameof(SkipReason.NoNetwork))]
    public void A_row_without_identity_is_left_out(string member, string value, string reason) =>
        AssertSkipped(reason, TransactionJson.Swap(row => row[member] = JsonNode.Parse(value)));

    [Theory]
    [InlineData("hash", "null")]
    [InlineData("hash", "17")]
    [InlineData("hash", "\"two words\"")]
    [InlineData("mined_at", "null")]
    [InlineData("mined_at", "\"yesterday\"")]
    [InlineData("mined_at", "\"12:00\"")]
    [InlineData("mined_at", "1795161600123")]
    [InlineData("mined_at", "\"0001-01-01T00:00:00Z\"")]
    [InlineData("transfers", "\"none\"")]
    [InlineData("transfers", "{}")]
    [InlineData("transfers", "[null]")]
    [InlineData("approvals", "[[]]")]
    public void Essential_members_of_a_transaction_must_be_valid(string member, string value)
    {
        var outcome = TransactionRowReader.Read(Encoding.UTF8.GetBytes(TransactionJson.Swap(row => row.Attributes()[member] = JsonNode.Parse(value))));

        Assert.Null(outcome.Row);
        Assert.Equal("tx-0", outcome.Ref);
    }

    [Theory]
    [InlineData("\"-1\"", "6", nameof(SkipReason.BadAmount))]
    [InlineData("\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"", "6", nameof(SkipReason.BadAmount))]
    [InlineData("5", "6", nameof(SkipReason.BadAmount))]
    [InlineData("\"5\"", "256", nameof(SkipReason.BadDecimals))]
    [InlineData("\"5\"", "\"6\"", nameof(SkipReason.BadDecimals))]
    public void An_unreadable_transfer_leaves_the_whole_transaction_out_with_the_reason(string amount, string decimals, string reason) =>
        AssertSkipped(reason, TransactionJson.Swap(row => row.Transfer(2)["quantity"] = new JsonObject { ["int"] = JsonNode.Parse(amount), ["decimals"] = JsonNode.Parse(decimals) }));

    [Theory]
    [InlineData("contract_address", "null")]
    [InlineData("token_id", "\"-1\"")]
    [InlineData("token_id", "7")]
    [InlineData("token_id", "\"115792089237316195423570985008687907853269984665640564039457584007913129639936\"")]
    public void Unidentifiable_collectible_leaves_the_transaction_out(string member, string value) =>
        AssertSkipped(nameof(SkipReason.Malformed), TransactionJson.Mint(row => row.Transfer(0)["nft_info"]![member] = JsonNode.Parse(value)));

    [Theory]
    [InlineData(500, null)]
    [InlineData(501, nameof(SkipReason.TooLarge))]
    public void Transfers_beyond_500_are_left_out_and_reported(int count, string? reason)
    {
        var outcome = TransactionRowReader.Read(Encoding.UTF8.GetBytes(TransactionJson.Swap(row =>
            row.Attributes()["transfers"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => row.Transfer(0).DeepClone())]))));

        Assert.Equal(reason, outcome.Skipped?.ToString());
        Assert.Equal(reason is null ? count : 0, outcome.Row?.Transfers.Count ?? 0);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"free\"")]
    [InlineData("{}")]
    [InlineData("""{ "fungible_info": null, "quantity": null, "price": null, "value": null }""")]
    public void A_fee_without_an_amount_is_unknown_and_not_zero(string fee) =>
        Assert.Null(Read(TransactionJson.Swap(row => row.Attributes()["fee"] = JsonNode.Parse(fee))).Fee);

    [Fact]
    public void A_fee_in_a_coin_that_is_not_described_keeps_its_amount()
    {
        var fee = Read(TransactionJson.Swap(row =>
        {
            row.Attributes()["fee"]!["fungible_info"] = null;
            row.Attributes()["fee"]!["price"] = null;
        })).Fee!;

        Assert.Equal((210_000_000_000_001, 18), (fee.Item.RawAmount, fee.Item.Decimals));
        Assert.Null(fee.Item.Asset);
        Assert.Null(fee.PriceUsd);
    }

    [Fact]
    public void Descriptive_members_may_be_missing_or_of_any_type()
    {
        var transaction = Read(TransactionJson.Swap(row =>
        {
            foreach (var member in (string[])["mined_at_block", "nonce", "sent_from", "sent_to", "application_metadata", "flags", "acts"])
            {
                row.Attributes()[member] = new JsonArray(1);
            }
        }));

        Assert.Equal((null, null), (transaction.Block, transaction.Nonce));
        Assert.Equal((null, null, null, null), (transaction.From, transaction.To, transaction.Application, transaction.Method));
        Assert.False(transaction.IsTrash);
        Assert.Equal(3, transaction.Transfers.Count);
    }

    static JsonObject Implementation(string network, string? address, int decimals) =>
        new() { ["chain_id"] = network, ["address"] = address, ["decimals"] = decimals };

    static WalletTransaction Read(string row)
    {
        var outcome = TransactionRowReader.Read(Encoding.UTF8.GetBytes(row));
        Assert.True(outcome.Row is not null, $"left out: {outcome.Skipped}");
        return outcome.Row;
    }

    static void AssertSkipped(string reason, string row) =>
        Assert.Equal(reason, TransactionRowReader.Read(Encoding.UTF8.GetBytes(row)).Skipped?.ToString());
}
