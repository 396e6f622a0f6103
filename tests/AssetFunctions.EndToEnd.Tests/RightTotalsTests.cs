using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Providers.Simulation;
using static AssetFunctions.EndToEnd.Tests.WalletRows;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>Pages as real providers send them, over real HTTP, queues and database, and the totals that the API must return. One wallet per family.</summary>
public sealed class RightTotalsTests(ApiStack stack) : IClassFixture<ApiStack>
{
    const string PolFace = "0x0000000000000000000000000000000000001010";
    const string CeloFace = "0x471EcE3750Da237f93B8E339c536989b8978a438";
    const string Usdt = "0xdAC17F958D2ee523a2206206994597C13D831ec7";

    static readonly JsonObject Ether = Of("ethereum", null, "ETH", 1, 2500, isVerified: true);
    static readonly JsonObject Sol = Of("solana", null, "SOL", 1, 150, isVerified: true);

    [Theory]
    [InlineData("polygon", "POL", PolFace, 0.5, "250")]
    [InlineData("celo", "CELO", CeloFace, 0.4, "200")]
    public async Task A_coin_and_its_face_as_a_token_count_once(string network, string symbol, string face, double price, string total)
    {
        var (wallet, positions) = await SyncAsync(
            Of(network, null, symbol, 500, (decimal)price, isVerified: true), Of(network, face, symbol, 500, (decimal)price, isVerified: true));

        Assert.Equal((total, "native", "500"), (Totals(wallet).Net, (string?)Assert.Single(positions)["contractAddress"], (string?)positions[0]["amount"]));
    }

    [Fact]
    public async Task A_contract_in_two_casings_is_one_asset_on_an_unlisted_network()
    {
        const string token = "0x55aF050C759283dBb7652DcBc462930C314A82a9";
        var (wallet, positions) = await SyncAsync(
            Of("xlayer", token.ToLowerInvariant(), "TOK", 10, 2, isVerified: true), Of("xlayer", token, "TOK", 5, 2, isVerified: true, type: "deposit"));

        Assert.Equal("30", Totals(wallet).Net);
        Assert.All(positions, position => Assert.Equal(token.ToLowerInvariant(), (string?)position["contractAddress"]));
    }

    [Fact]
    public async Task Tokens_named_after_the_site_of_their_project_keep_their_value()
    {
        // Rich enough that none of them needs a confirmed price.
        var (wallet, positions) = await SyncAsync(
            Of("ethereum", null, "ETH", 40, 2500, isVerified: true),
            Of("ethereum", "0x6c3F90f043a72FA612cbac8115EE7e52BDe6E490", "3Crv", 1000, 1.03m, name: "Curve.fi DAI/USDC/USDT"),
            Of("ethereum", "0xC25a3A3b969415c80451098fa907EC722572917F", "crvPlain3andSUSD", 200, 1.05m, name: "Curve.fi DAI/USDC/USDT/sUSD"),
            Of("ethereum", "0xA0b73E1Ff0B80914AB6fe0444E65848C4C34450b", "CRO", 5000, 0.1m, name: "Crypto.com Coin"),
            Of("ethereum", "0x0bc529c00C6401aEF6D220BE8C6Ea1667F6Ad93e", "YFI", 1, 6000, name: "yearn.finance"));

        Assert.Equal("107740", Totals(wallet).Net);
        Assert.DoesNotContain(positions, position => (string?)position["spam"]!["state"] == "spam");
    }

    [Fact]
    public async Task Many_small_fake_stablecoins_do_not_inflate_the_total()
    {
        var (wallet, _) = await SyncAsync(
            Ether,
            Of("ethereum", Usdt, "USDT", 5, 1, isVerified: true),
            Of("ethereum", Fake(1), "USDC.a", 250_000, 1),
            Of("ethereum", Fake(2), "USDT.Z", 250_000, 1, name: "Zether USD 2.0"),
            Of("binance-smart-chain", Fake(3), "USD.Z", 250_000, 1),
            Of("arbitrum", Fake(4), "UZDT", 250_000, 1),
            Of("solana", "QUoteFakeMintF111111111111111111111111111111", "USD.T", 250_000, 1));

        Assert.Equal("2505", Totals(wallet).Net);
        Assert.Equal(5, (int)wallet["coverage"]!["unvalued"]!);
    }

    [Fact]
    public async Task Stablecoins_in_other_scripts_are_spam()
    {
        string[] symbols = ["ՍᏚᎠᎢ", "ՍSDT", "ᑌᔕᗪ丅", "ႮЅDТ", "UꙄDT"];
        var (wallet, positions) = await SyncAsync([
            Sol, .. symbols.Select((symbol, number) => Of("solana", $"QUoteFakeMint{"ABCDE"[number]}111111111111111111111111111111", symbol, 250_000, 1)),
        ]);

        Assert.Equal("150", Totals(wallet).Net);
        Assert.Equal(5, positions.Count(position => (string?)position["spam"]!["state"] == "spam"));
    }

    [Fact]
    public async Task A_debt_token_in_the_wallet_is_debt()
    {
        var (wallet, positions) = await SyncAsync(
            Of("ethereum", "0x98C23E9d8f34FEFb1B7BD6a91B7FF122F4e16F5c", "aEthUSDC", 1000, 1, isVerified: true),
            Of("ethereum", "0x72E95b8931767C79bA4EeE721354d6E99a61D004", "variableDebtEthUSDC", 800, 1, isVerified: true),
            Of("ethereum", Fake(6), "variableDebtEthDAI", 700, 1));

        Assert.Equal(("1000", "800", "200"), Totals(wallet));
        Assert.Equal("debtToken", (string?)wallet["coverage"]!["leftOut"]![0]!["reason"]);
        Assert.Single(positions, position => (bool)position["isDebt"]!);
    }

    [Fact]
    public async Task A_row_whose_price_is_not_a_number_does_not_keep_sold_positions()
    {
        var address = Wallet();
        var odd = Of("ethereum", Fake(7), "ODDN", 1, 1).ToJsonString().Replace("\"value\":1,\"price\":1,", "\"value\":NaN,\"price\":NaN,", StringComparison.Ordinal);
        Assert.Contains("NaN", odd, StringComparison.Ordinal);

        var (before, _) = await SyncAsync(address, [Ether.ToJsonString(), Of("ethereum", Fake(8), "SOLD", 1000, 5, isVerified: true).ToJsonString(), odd]);
        var (after, positions) = await SyncAsync(address, [Ether.ToJsonString(), odd]);

        Assert.Equal(("7500", "2500"), (Totals(before).Net, Totals(after).Net));
        Assert.Equal(("completed", 2), ((string?)after["lastRun"]!["status"], positions.Count));
        Assert.Contains(positions, position => (string?)position["symbol"] == "ODDN" && (string?)position["unvalued"] == "priceUnknown");
    }

    [Fact]
    public async Task A_scaled_token_has_the_value_that_its_holder_sees()
    {
        var scaled = Of("solana", "XsScaLedUiAmountTestMint11111111111111111112", "TSLAx", 12.5m, 100, isVerified: true);
        scaled["attributes"]!["quantity"]!["numeric"] = "50.0";
        var (wallet, positions) = await SyncAsync(scaled, Sol);

        var position = Assert.Single(positions, position => (string?)position["symbol"] == "TSLAx");
        Assert.Equal(("5150", "5000"), (Totals(wallet).Net, (string?)position["valueUsd"]));
        Assert.Equal(("12500000000000000000", "4", "50"), ((string?)position["rawAmount"], (string?)position["scale"], (string?)position["amount"]));
    }

    [Fact]
    public async Task A_value_without_a_price_counts_for_its_position_and_sets_no_price()
    {
        var staked = Of("ethereum", "0x4fEF9D741011476750A243aC70b9789a63dd47Df", "osETH-vault", 2, 2408, isVerified: true, type: "staked");
        var pooled = Of("ethereum", Fake(9), "UNI-V2", 3, 300, isVerified: true, type: "deposit");
        staked["attributes"]!["price"] = null;
        pooled["attributes"]!["price"] = 0;
        var (wallet, positions) = await SyncAsync(Ether, staked, pooled);

        Assert.Equal("8216", Totals(wallet).Net);
        Assert.Equal(["price", "provider", "provider"], positions.Select(position => (string?)position["valuedBy"]).Order(StringComparer.Ordinal));
        Assert.Null((await stack.Api.GetAsync($"assets/ethereum/{Fake(9)}")).Json["price"]);
    }

    [Fact]
    public async Task A_poisoned_history_marks_transfers_that_are_not_payments()
    {
        const string attacker = "0xe64ba38a4b958c72bc0d421150ba464636422485";
        var address = Wallet();
        stack.Driver.Stack.Simulator!.Serve(address, Encoding.UTF8.GetBytes($$"""{"data":[{{Ether.ToJsonString()}}]}"""));
        stack.Driver.Stack.Simulator.ServeTransactions(
            address,
            Transaction(address, 1, address, "out", Usdt, "USDT", "5000000000"),
            Transaction(address, 2, attacker, "out", Usdt, "USDT", "0"),
            Transaction(address, 3, attacker, "out", Fake(10), "USD\u0422", "5000000000"),
            Transaction(address, 4, attacker, "in", Usdt, "USDT", "1"));
        await stack.Driver.SyncAsync([address], transactions: true);

        var transactions = (await stack.Api.GetAsync($"wallets/{address}/transactions")).Json["transactions"]!.AsArray();

        var transfers = transactions.OrderBy(transaction => (long)transaction!["nonce"]!).Select(transaction => transaction!["transfers"]![0]!).ToList();
        Assert.Equal([false, true, true, false], transfers.Select(transfer => (bool)transfer["poisoning"]!));
        Assert.Equal(["verified", "verified", "spam", "verified"], transfers.Select(transfer => (string?)transfer["item"]!["spam"]!["state"]));
    }

    Task<(JsonNode Wallet, IReadOnlyList<JsonNode> Positions)> SyncAsync(params JsonObject[] rows) => SyncAsync(Wallet(), rows.Select(row => row.ToJsonString()));

    async Task<(JsonNode Wallet, IReadOnlyList<JsonNode> Positions)> SyncAsync(string address, IEnumerable<string> rows)
    {
        stack.Driver.Stack.Simulator!.Serve(address, Page(rows));
        await stack.Driver.SyncAsync([address]);
        var positions = (await stack.Api.GetAsync($"wallets/{address}/positions")).Json["positions"]!.AsArray();
        return ((await stack.Api.GetAsync($"wallets/{address}")).Json, [.. positions.Select(position => position!)]);
    }

    static string Wallet() => $"0x{Guid.NewGuid():N}00000000";

    static string Fake(int number) => $"0xfa4e{number:x36}";

    static (string? Positions, string? Debt, string? Net) Totals(JsonNode wallet) =>
        ((string?)wallet["totals"]!["holdingsUsd"], (string?)wallet["totals"]!["debtUsd"], (string?)wallet["totals"]!["netUsd"]);

    static string Transaction(string wallet, int nonce, string sender, string direction, string token, string symbol, string amount) => new JsonObject
    {
        ["type"] = "transactions",
        ["id"] = $"tx{nonce}",
        ["attributes"] = new JsonObject
        {
            ["address"] = wallet,
            ["operation_type"] = direction == "out" ? "send" : "receive",
            ["hash"] = $"0x{nonce:x64}",
            ["mined_at"] = $"2026-11-28T10:0{nonce}:00Z",
            ["nonce"] = nonce,
            ["status"] = "confirmed",
            ["sent_from"] = sender,
            ["transfers"] = new JsonArray(new JsonObject
            {
                ["direction"] = direction,
                ["quantity"] = new JsonObject { ["int"] = amount, ["decimals"] = 6 },
                ["fungible_info"] = Fungible("ethereum", token, symbol, symbol, isVerified: token == Usdt, 6),
            }),
            ["flags"] = new JsonObject { ["is_trash"] = false },
        },
        ["relationships"] = Chain("ethereum"),
    }.ToJsonString();
}
