namespace AssetFunctions.Local.Providers.Samples;

partial class SampleWalletGenerator
{
    const int Positions = 100;
    const int SharedPositions = 80;
    const int TrashWalletPositions = 500;
    const int TrashPositions = 200;
    const int SolanaPositions = 40;

    static readonly string[] Twelve =
    [
        "arbitrum", "avalanche", "base", "binance-smart-chain", "blast", "celo", "ethereum", "ink", "optimism", "polygon", "solana", "unichain",
    ];

    static readonly string[] TrashNames =
    [
        "Visit usd-gift.example to claim", "$ 5000 at airdrop.example", "ETH2.0 reward: bonus.example", "! Voucher claim-now.example", "You are invited: pool.example",
    ];

    static SamplePage OneNetwork(TokenList tokens)
    {
        var random = new Random(Seed + 1);
        var page = new SamplePage("one-network", SampleAddress.Evm(random), "100 positions on one network");
        foreach (var token in EthereumPositions(tokens))
        {
            page.Add(Position(tokens, token, random));
        }

        return page;
    }

    static SamplePage TwelveNetworks(TokenList tokens)
    {
        var random = new Random(Seed + 2);
        var page = new SamplePage("twelve-networks", SampleAddress.Evm(random), "100 positions across 12 networks, with Solana and all native coins");
        var coins = Twelve.Select(TokenList.Coin);
        var others = RoundRobin([.. Twelve.Select(tokens.On)]);
        foreach (var token in Shuffled(coins.Concat(others).Take(Positions), random))
        {
            page.Add(Position(tokens, token, random));
        }

        return page;
    }

    static SamplePage Trash(TokenList tokens)
    {
        var random = new Random(Seed + 3);
        var page = new SamplePage("trash", SampleAddress.Evm(random), "500 positions, 40% of them trash");
        var real = RoundRobin([.. Twelve.Where(network => network != "solana").Select(tokens.On)]).Take(TrashWalletPositions - TrashPositions);
        var positions = real.Select(token => Position(tokens, token, random));
        var trash = Enumerable.Range(0, TrashPositions).Select(_ => TrashPosition(random));
        foreach (var row in Shuffled(positions.Concat(trash), random))
        {
            page.Add(row);
        }

        return page;
    }

    static SamplePage Shared(TokenList tokens)
    {
        var random = new Random(Seed + 4);
        var page = new SamplePage("shared", SampleAddress.Evm(random), "100 positions, 80 of them in assets of one-network with addresses in another case");
        var shared = EthereumPositions(tokens).Take(SharedPositions).Select(InOtherCase);
        var own = tokens.On("ethereum").Skip(Positions).Take(Positions - SharedPositions);
        foreach (var token in Shuffled(shared.Concat(own), random))
        {
            page.Add(Position(tokens, token, random));
        }

        return page;
    }

    static SamplePage Solana(TokenList tokens)
    {
        var random = new Random(Seed + 6);
        var page = new SamplePage("solana", SampleAddress.Solana(random), "40 positions on Solana, two mints among them that differ by case alone");
        page.Add(Position(tokens, TokenList.Coin("solana"), random));
        foreach (var token in tokens.On("solana").Take(SolanaPositions - 3))
        {
            page.Add(Position(tokens, token, random));
        }

        var mint = SampleAddress.Solana(random);
        page.Add(Position(tokens, new Token("solana", $"AB{mint[2..]}", "TWIN", "Upper twin", 6), random));
        page.Add(Position(tokens, new Token("solana", $"Ab{mint[2..]}", "TWIN", "Lower twin", 9), random));
        return page;
    }

    static IEnumerable<Token> EthereumPositions(TokenList tokens) => tokens.On("ethereum").Take(Positions - 1).Prepend(TokenList.Coin("ethereum"));

    static Token InOtherCase(Token token, int index) => token.Address is not { } address ? token
        : token with { Address = index % 2 == 0 ? address.ToLowerInvariant() : $"0x{address[2..].ToUpperInvariant()}" };

    static SampleRow TrashPosition(Random random)
    {
        var token = new Token(Twelve[random.Next(4)], SampleAddress.Evm(random), "CLAIM", TrashNames[random.Next(TrashNames.Length)], 18);
        return new SampleRow
        {
            Id = PositionId(random),
            Token = token,
            Implementations = [token],
            Amount = SampleMarket.Amount(token, random),
            IsTrash = true,
        };
    }

    static IEnumerable<Token> RoundRobin(IReadOnlyList<IReadOnlyList<Token>> networks)
    {
        for (var round = 0; round < networks.Max(network => network.Count); round++)
        {
            foreach (var network in networks.Where(network => network.Count > round))
            {
                yield return network[round];
            }
        }
    }
}
