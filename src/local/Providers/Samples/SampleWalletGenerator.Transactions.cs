using System.Numerics;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>
/// The transactions of the sample wallets: at fixed times, so that runs are reproducible, in assets that they hold and in assets that they no longer hold.
/// </summary>
partial class SampleWalletGenerator
{
    const int ManyTransactions = 252;
    const int FewTransactions = 24;
    const int MaxMinutesBetween = 2 * 24 * 60;
    const int HashBytes = 32;

    static readonly DateTimeOffset Newest = new(2026, 11, 20, 8, 0, 0, 250, TimeSpan.Zero);

    // Mostly plain payments, and one operation that the service does not know.
    static readonly string[] Operations =
    [
        "receive", "receive", "receive", "send", "receive", "receive", "trade", "send", "receive", "approve", "receive", "trade", "send", "deposit", "receive", "mint", "failed", "receive",
        "withdraw", "teleport", "spam", "claim", "execute", "revoke",
    ];

    static IEnumerable<SampleHistory> Histories(TokenList tokens, IReadOnlyList<SamplePage> wallets)
    {
        var evm = Twelve.Where(network => network != "solana").ToArray();
        yield return History(tokens, Page("one-network"), ["ethereum", "base"], FewTransactions, Seed + 11);
        yield return History(tokens, Page("twelve-networks"), evm, ManyTransactions, Seed + 12);
        yield return History(tokens, Page("solana"), ["solana"], FewTransactions, Seed + 14);
        yield return HostileHistory(tokens, Page("hostile"));

        SamplePage Page(string name) => wallets.First(wallet => wallet.Name == name);
    }

    static SampleHistory History(TokenList tokens, SamplePage wallet, string[] networks, int count, int seed)
    {
        var random = new Random(seed);
        var history = new SampleHistory(wallet.Name, wallet.Address);
        var minedAt = Newest;
        for (var number = 0; number < count; number++)
        {
            history.Add(Transaction(tokens, wallet.Address, networks[random.Next(networks.Length)], Operations[number % Operations.Length], minedAt, random));
            minedAt -= TimeSpan.FromMinutes(random.Next(1, MaxMinutesBetween));
        }

        return history;
    }

    static SampleTransaction Transaction(TokenList tokens, string wallet, string network, string kind, DateTimeOffset minedAt, Random random)
    {
        var other = Account(network, random);
        var sent = new SampleTransaction
        {
            Id = PositionId(random),
            Network = network,
            Hash = Hash(network, random),
            MinedAt = minedAt,
            Operation = kind,
            Wallet = wallet,
            From = wallet,
            To = other,
            Fee = Fee(network, random),
        };
        SampleMovement In() => Movement(tokens, network, random) with { Direction = "in", Sender = other, Recipient = wallet };
        SampleMovement Out() => Movement(tokens, network, random) with { Direction = "out", Sender = wallet, Recipient = other };

        // An unlimited approval is the largest 256-bit number; revoking it sets it to zero.
        SampleMovement Approval(BigInteger amount) => Movement(tokens, network, random) with { Amount = amount, Price = null, Sender = wallet };
        var received = sent with { From = other, To = wallet, Fee = null };
        return kind switch
        {
            "receive" => received with { Transfers = [In()] },
            "send" => sent with { Transfers = [Out()] },
            "trade" => sent with { Transfers = random.Next(4) == 0 ? [Out(), In(), In()] : [Out(), In()], Application = Exchange },
            "approve" => sent with { Approvals = [Approval(LargestAmount)] },
            "revoke" => sent with { Approvals = [Approval(0)] },
            "deposit" => sent with { Transfers = [Out()], Application = Lender },
            "withdraw" or "claim" => sent with { Transfers = [In()], Application = Lender },
            "mint" when network != "solana" => sent with { Transfers = [Nft(random) with { Direction = "in", Sender = other, Recipient = wallet }] },
            "failed" => sent with { Operation = "trade", Status = "failed", Application = Exchange },
            "teleport" => sent with { Transfers = [Out(), Out() with { Direction = "self", Recipient = wallet }] },
            "spam" => received with { Operation = "receive", IsTrash = true, Transfers = [Spam(network, random) with { Direction = "in", Sender = other, Recipient = wallet }] },
            _ => sent,
        };
    }

    static SampleMovement Movement(TokenList tokens, string network, Random random)
    {
        var here = tokens.On(network);
        var token = random.Next(5) == 0 || here.Count == 0 ? TokenList.Coin(network) : here[random.Next(here.Count)];
        var elsewhere = tokens.Implementations(token).Skip(1).Take(random.Next(8) / 7);
        return new SampleMovement
        {
            Token = token,
            Implementations = [.. elsewhere, token],
            Amount = SampleMarket.Amount(token, random),
            Decimals = token.Decimals,
            Price = SampleMarket.Price(token),
        };
    }

    static SampleMovement Nft(Random random) => new() { Collection = SampleAddress.Evm(random), TokenId = LargestAmount / random.Next(1, 1000), Amount = 1 };

    static SampleMovement Spam(string network, Random random)
    {
        var token = new Token(network, Account(network, random), "CLAIM", TrashNames[random.Next(TrashNames.Length)], 18);
        return new SampleMovement { Token = token, Implementations = [token], Amount = SampleMarket.Amount(token, random), Decimals = 18, IsTrash = true };
    }

    // Zerion does not always describe the coin of a fee, nor price it.
    static SampleMovement Fee(string network, Random random)
    {
        var coin = TokenList.Coin(network);
        var isDescribed = random.Next(4) == 0;
        return new SampleMovement
        {
            Token = isDescribed ? coin : null,
            Implementations = [coin],
            Amount = BigInteger.Pow(10, coin.Decimals - 5) * random.Next(1, 100) + random.Next(1000),
            Decimals = coin.Decimals,
            Price = isDescribed ? SampleMarket.Price(coin) : null,
        };
    }

    static string Account(string network, Random random) => network == "solana" ? SampleAddress.Solana(random) : SampleAddress.Evm(random);

    static string Hash(string network, Random random)
    {
        if (network == "solana")
        {
            return SampleAddress.Solana(random) + SampleAddress.Solana(random);
        }

        var bytes = new byte[HashBytes];
        random.NextBytes(bytes);
        return $"0x{Convert.ToHexStringLower(bytes)}";
    }
}
