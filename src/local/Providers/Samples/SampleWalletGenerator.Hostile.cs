using System.Numerics;
using System.Text.Json.Nodes;

namespace AssetFunctions.Local.Providers.Samples;

partial class SampleWalletGenerator
{
    const int MegabyteName = 1_000_000;
    const string LoneSurrogate = "LONE-SURROGATE";

    static readonly BigInteger LargestAmount = (BigInteger.One << 256) - 1;

    static SamplePage Hostile(TokenList tokens)
    {
        var random = new Random(Seed + 7);
        var page = new SamplePage("hostile", SampleAddress.Evm(random), "Rows that attack a parser: amounts, prices, names, identities and types no honest wallet holds");
        AddOddNumbers(page, random);
        AddOddTexts(page, random);
        AddOddIdentities(page, tokens, random);
        AddWrongTypes(page, random);
        page.Add(TrashPosition(random));
        page.Add(Made(random, "HIDE") with { IsDisplayable = false });
        return page;
    }

    static void AddOddNumbers(SamplePage page, Random random)
    {
        page.Add(Made(random, "UNIT", decimals: 0) with { Amount = 7 });
        page.Add(Made(random, "DEEP", decimals: 255));
        page.Add(Made(random, "MAX") with { Amount = LargestAmount });
        page.Add(Made(random, "ZERO") with { Amount = 0 });
        page.AddInvalid(Made(random, "OVER"), row => Quantity(row)["int"] = (LargestAmount + 1).ToString());
        page.AddInvalid(Made(random, "MINUS"), row => Quantity(row)["int"] = "-1");
        page.AddInvalid(Made(random, "HALF"), row => Quantity(row)["int"] = "1.5");
        page.AddInvalid(Made(random, "DEC256"), row => Quantity(row)["decimals"] = 256);
        page.Add(Made(random, "NOPRICE") with { Price = null });
        foreach (var price in (string[])["0", "-1.5", "1e-18", "1.2e-18", "1e-29", "1e40", "1e400"])
        {
            page.AddOdd(Made(random, "PRICE"), row => Attributes(row)["price"] = JsonNode.Parse(price));
        }
    }

    static void AddOddTexts(SamplePage page, Random random)
    {
        page.Add(Made(random, "LP_USDC_ETH_v2"));
        page.Add(Made(random, "A:B|C"));
        page.Add(Made(random, "MEGA", name: new string('M', MegabyteName)));
        page.Add(Made(random, "RTL", name: "\u202EniocdogE\u202C"));
        page.Add(Made(random, "US\u200BDC", name: "\u2060USD\u200D Coin\uFEFF"));
        page.Add(Made(random, "USD\u0421", name: "U\u054Dd Coin"));
        page.Add(Made(random, "LINES", name: "one\r\n2026-11-20 ERROR two\u0007"));
        page.Add(Made(random, string.Empty, name: string.Empty));
        page.Add(Made(random, "LONE", name: LoneSurrogate));
        page.ReplaceInLast(LoneSurrogate, @"\ud83d");
        page.AddOdd(Made(random, "SCRIPT"), row => Fungible(row)["icon"]!["url"] = "javascript:alert(1)");
        page.AddOdd(Made(random, "NULLS"), row =>
        {
            Fungible(row)["name"] = null;
            Fungible(row)["symbol"] = null;
            Fungible(row)["icon"] = null;
            Fungible(row)["flags"] = null;
        });
        page.AddOdd(Made(random, "NOTYPE"), row => Attributes(row)["position_type"] = null);
        page.Add(Made(random, "NEWTYPE") with { Type = "Margin" });
        page.Add(Made(random, "ODDID") with { Id = @"a/b\c?d#e%2Ff" });
    }

    static void AddOddIdentities(SamplePage page, TokenList tokens, Random random)
    {
        var usdc = tokens.Find("base", "USDC");
        var elsewhere = tokens.Implementations(usdc).Where(token => token.Network != usdc.Network);
        page.Add(Position(tokens, usdc, random) with { Implementations = [.. elsewhere, usdc] });

        var coin = TokenList.Coin("base");
        var wrapped = new Token("polygon", SampleAddress.Evm(random), "ETH", "Ethereum", 18);
        page.Add(Position(tokens, coin, random) with { Implementations = [wrapped, coin] });
        page.AddOdd(Position(tokens, TokenList.Coin("ethereum"), random), row => Implementation(row).Remove("address"));
        page.Add(CoinAt(random, "polygon", "0x0000000000000000000000000000000000001010"));
        page.Add(CoinAt(random, "optimism", "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"));
        page.Add(CoinAt(random, "arbitrum", "0x0000000000000000000000000000000000000000"));

        var twice = SampleAddress.Evm(random);
        page.Add(Made(random, "CASE", address: twice));
        page.Add(Made(random, "CASE", address: $"0x{twice[2..].ToUpperInvariant()}") with { Type = "staked", Protocol = Exchange });
        page.Add(Made(random, "NEWNET", "brand-new-network", twice));

        page.Add(Made(random, "ATOM", "osmosis", "ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2"));
        page.Add(Made(random, "FACT", "osmosis", @"factory/osmo1sample/u?x#y%2Fz\w"));
        page.AddInvalid(Made(random, "ELSEWHERE"), row => Implementation(row)["chain_id"] = "another-network");
        page.AddInvalid(Made(random, "NOWHERE"), row => Fungible(row)["implementations"] = new JsonArray());
    }

    static void AddWrongTypes(SamplePage page, Random random)
    {
        page.AddInvalid(Made(random, "T1"), row => row["attributes"] = new JsonArray(1, 2));
        page.AddInvalid(Made(random, "T2"), row => row["type"] = "fungibles");
        page.AddInvalid(Made(random, "T3"), row => row["relationships"] = null);
        page.AddInvalid(Made(random, "T4"), row => row["relationships"]!["chain"]!["data"]!["id"] = 1);
        page.AddInvalid(Made(random, "T5"), row => Attributes(row)["fungible_info"] = "USDC");
        page.AddInvalid(Made(random, "T6"), row => Fungible(row)["implementations"] = new JsonObject());
        page.AddInvalid(Made(random, "T7"), row => Implementation(row)["address"] = 17);
        page.AddInvalid(Made(random, "T8"), row => Attributes(row)["quantity"] = new JsonArray());
        page.AddInvalid(Made(random, "T9"), row => Quantity(row)["int"] = 1000);
        page.AddInvalid(Made(random, "T10"), row => Quantity(row)["decimals"] = "18");
        page.AddOdd(Made(random, "T11"), row => Attributes(row)["price"] = "2.5");
        page.AddOdd(Made(random, "T12"), row => Fungible(row)["icon"] = "https://icons.example/t12.png");
        page.AddOdd(Made(random, "T13"), row => Quantity(row)["decimals"] = null);
        page.AddOdd(Made(random, "T14"), row => Attributes(row)["protocol"] = 5);
    }

    static SampleRow Made(Random random, string symbol, string network = "ethereum", string? address = null, string? name = null, int decimals = 18)
    {
        var token = new Token(network, address ?? SampleAddress.Evm(random), symbol, name ?? $"Made {symbol}", decimals);
        return new SampleRow
        {
            Id = PositionId(random),
            Token = token,
            Implementations = [token],
            Amount = random.Next(1, int.MaxValue),
            Price = 2.5m,
        };
    }

    /// <summary>A network's own coin under an address that stands for it.</summary>
    static SampleRow CoinAt(Random random, string network, string address)
    {
        var coin = TokenList.Coin(network);
        return Made(random, coin.Symbol, network, address, coin.Name, coin.Decimals) with { Price = SampleMarket.Price(coin) };
    }

    static JsonNode Attributes(JsonObject row) => row["attributes"]!;

    static JsonNode Fungible(JsonObject row) => Attributes(row)["fungible_info"]!;

    static JsonNode Quantity(JsonObject row) => Attributes(row)["quantity"]!;

    static JsonObject Implementation(JsonObject row) => Fungible(row)["implementations"]![0]!.AsObject();
}
