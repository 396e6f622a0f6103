using System.Text.Json.Nodes;

namespace AssetFunctions.Local.Providers.Samples;

partial class SampleWalletGenerator
{
    static SampleHistory HostileHistory(TokenList tokens, SamplePage wallet)
    {
        var random = new Random(Seed + 15);
        var history = new SampleHistory(wallet.Name, wallet.Address);
        var minedAt = Newest;
        SampleTransaction Next(string operation)
        {
            minedAt -= TimeSpan.FromMinutes(7);
            return Transaction(tokens, wallet.Address, "ethereum", operation, minedAt, random);
        }

        AddOddTransactions(history, Next, random);
        AddBrokenTransactions(history, Next);
        return history;
    }

    static void AddOddTransactions(SampleHistory history, Func<string, SampleTransaction> next, Random random)
    {
        history.Add(next("receive") with { Id = @"a/b\c?d#e%2Ff" });
        history.Add(next("teleport") with { Operation = "Some-New Operation", Status = "dropped" });
        history.Add(Moving(next("receive"), Made(random, "US\u200BDC", name: "\u202EniocdogE\u202C")));
        history.Add(Moving(next("receive"), Made(random, "U\u054Dd", name: "visit usd-gift.example")));
        history.Add(Moving(next("receive"), Made(random, "MAX") with { Amount = LargestAmount }));
        history.Add(Moving(next("receive"), Made(random, "UNIT", decimals: 0)));
        history.Add(Moving(next("receive"), Made(random, "DEEP", decimals: 255)));
        history.Add(Moving(next("receive"), Made(random, "ELSEWHERE", network: "brand-new-network")));
        history.Add(Moving(next("receive"), Made(random, "NEWNET", network: "brand-new-network")) with { Network = "brand-new-network" });
        history.AddOdd(next("send") with { Fee = null }, row => Attributes(row)["fee"] = new JsonObject { ["fungible_info"] = null, ["quantity"] = null, ["price"] = null });
        history.AddOdd(next("send") with { Fee = null }, row => Attributes(row)["fee"] = "free");
        history.AddOdd(next("receive"), row => Attributes(row)["transfers"]![0]!["price"] = JsonNode.Parse("1e-18"));
        history.AddOdd(next("receive"), row => Attributes(row)["transfers"]![0]!["price"] = JsonNode.Parse("1e400"));
        history.AddOdd(next("trade"), row => Attributes(row)["application_metadata"] = new JsonArray(1));
        history.AddOdd(next("execute"), row => Attributes(row)["mined_at"] = "2026-11-19T23:59:59.123456+02:00");
        history.AddOdd(next("execute"), row => Attributes(row).AsObject().Remove("transfers"));
        history.AddOdd(next("execute"), row => Attributes(row)["nonce"] = "seven");
    }

    static void AddBrokenTransactions(SampleHistory history, Func<string, SampleTransaction> next)
    {
        history.AddInvalid(next("receive"), row => row["attributes"] = null);
        history.AddInvalid(next("receive"), row => row["type"] = "positions");
        history.AddInvalid(next("receive"), row => row["relationships"] = null);
        history.AddInvalid(next("receive"), row => Attributes(row)["hash"] = 17);
        history.AddInvalid(next("receive"), row => Attributes(row)["mined_at"] = "yesterday");
        history.AddInvalid(next("receive"), row => Attributes(row)["transfers"] = "none");
        history.AddInvalid(next("trade"), row => Attributes(row)["transfers"]![1]!["quantity"]!["int"] = "-1");
        history.AddInvalid(next("trade"), row => Attributes(row)["transfers"]![1]!["fungible_info"] = "USDC");
        history.AddInvalid(next("approve"), row => Attributes(row)["approvals"]![0]!["quantity"]!["decimals"] = 256);
        history.AddInvalid(next("mint"), row => Attributes(row)["transfers"]![0]!["nft_info"]!["contract_address"] = null);
    }

    static SampleTransaction Moving(SampleTransaction transaction, SampleRow position) => transaction with
    {
        Transfers =
        [
            transaction.Transfers[0] with
            {
                Token = position.Token,
                Implementations = position.Implementations,
                Amount = position.Amount,
                Decimals = position.Token.Decimals,
                Price = null,
            },
        ],
    };
}
