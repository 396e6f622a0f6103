using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Drivers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases;

/// <summary>
/// Property: someone who sends tokens, picks their names and sets their prices moves the total of a wallet by no more than its bound. Both worlds, with and
/// without the airdrop, pass through the whole pipeline.
/// </summary>
public sealed class BoundTests
{
    // Each kind of token once, and a mixture.
    static readonly int Cases = AdversaryWorld.Kinds.Length + 1;

    // Tokens with a confirmed price are really worth something, here less than this together.
    const decimal Real = 1m;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_adversary_moves_a_total_by_no_more_than_the_bound(int seed) => Assert.Null(await FindViolationAsync(seed, _ => true));

    /// <summary>Each guard is needed: without it, some adversary exceeds the bound.</summary>
    [Fact]
    public async Task Without_any_one_guard_an_adversary_exceeds_the_bound()
    {
        foreach (var guard in ConfirmationRules.Guards)
        {
            var others = new ConfirmationRules([.. ConfirmationRules.Guards.Where(other => other != guard)]);
            Assert.True(await FindViolationAsync(1, kind => kind == guard.Name, others) is not null, $"nothing exceeds the bound without the guard '{guard.Name}'");
        }
    }

    [Fact]
    public async Task Without_the_bound_itself_an_adversary_exceeds_it() =>
        Assert.NotNull(await FindViolationAsync(1, kind => kind.Length == 0, options: new ValuationOptions { UnvouchedFloorUsd = 1_000_000_000m }));

    /// <summary>A confirmation covers the confirmed price, not one that its provider raises later.</summary>
    [Fact]
    public void A_price_counts_at_no_more_than_a_fifth_above_its_confirmation()
    {
        var check = new PriceConfirmation("defillama", TestRows.Noon, 10m);

        Assert.Equal(
            [9m, 11.9m, 12m, 12m],
            new[] { 9m, 11.9m, 12m, 5_000m }.Select(usd => ConfirmationRules.ConfirmedPrice(check, usd)!.Value));
        Assert.Null(ConfirmationRules.ConfirmedPrice(check with { Usd = null }, 9m));
    }

    static async Task<string?> FindViolationAsync(int seed, Func<string, bool> sends, ConfirmationRules? rules = null, ValuationOptions? options = null)
    {
        for (var number = 0; number < Cases; number++)
        {
            if (number < AdversaryWorld.Kinds.Length && !sends(AdversaryWorld.Kinds[number].Guard))
            {
                continue;
            }

            var world = new AdversaryWorld(new Random((seed * 1_000) + number), number);
            var without = await world.TotalsAsync(hasAirdrop: false, rules ?? new ConfirmationRules(), options ?? new ValuationOptions());
            var with = await world.TotalsAsync(hasAirdrop: true, rules ?? new ConfirmationRules(), options ?? new ValuationOptions());
            for (var day = 0; day < without.Count; day++)
            {
                var bound = Math.Max(1_000m, 0.1m * world.VouchedUsd);
                if (Math.Abs(with[day] - without[day]) > bound + Real)
                {
                    return $"case {number}, day {day}: {with[day]} instead of {without[day]}, bound {bound}: {world}";
                }
            }
        }

        return null;
    }

    /// <summary>A wallet, and what an adversary sends to it.</summary>
    sealed class AdversaryWorld
    {
        const int Days = 4;
        const decimal Rich = 5_000_000m;

        readonly List<Token> _own = [];
        readonly List<Token> _sent = [];
        readonly Random _random;

        public AdversaryWorld(Random random, int kind)
        {
            _random = random;
            for (var n = 1; n <= random.Next(0, 6); n++)
            {
                _own.Add(new Token(n, Usd(10, 100_000), IsVerified: true));
            }

            for (var n = 11; n <= 11 + random.Next(0, 4); n++)
            {
                _own.Add(new Token(n, Usd(10, 5_000), IsVerified: false) { Second = random.Next(2) == 0 ? new Second(1m, 0.99m, 1e12m) : null });
            }

            if (random.Next(3) == 0)
            {
                _own.Add(new Token(21, Usd(10, 20_000), IsVerified: true) { Type = PositionTypes.Loan });
            }

            var count = random.Next(1, random.Next(8) == 0 ? 200 : 8);
            for (var n = 100; n < 100 + count; n++)
            {
                _sent.Add(Kinds[kind < Kinds.Length ? kind : random.Next(Kinds.Length)].Make(this, n));
            }
        }

        /// <summary>Net value of what is vouched for.</summary>
        public decimal VouchedUsd => _own.Where(token => token.IsVerified).Sum(token => token.Type == PositionTypes.Loan ? -token.ValueUsd : token.ValueUsd);

        /// <summary>Kinds of tokens an adversary sends, by the guard that stops them where there is one.</summary>
        public static readonly (string Guard, Func<AdversaryWorld, int, Token> Make)[] Kinds =
        [
            ("", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false)),
            ("", (world, n) => new Token(n, world.Usd(1, 300), IsVerified: false)),
            ("", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Symbol = world.Pick("USDC", "visit claim.com", "ETH", "$ 5,000 reward", "ＵＳＤＴ") }),
            ("", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Type = PositionTypes.Deposit, Protocol = "Uniswap V2", IsStated = world._random.Next(2) == 0 }),
            ("", (world, n) => new Token(n, 0.001m, IsVerified: false) { Second = new Second(1m, 0.99m, 1e12m), Jump = world.Usd(1_000, 1_000_000_000) }),
            ("confident price", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Second = new Second(1m, world.Usd(0.1m, 0.89m), null) }),
            ("liquid market", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Second = new Second(1m, null, world.Usd(1, 40)) }),
            ("similar price", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Second = new Second(0.00001m, 0.99m, 1e12m) }),
            ("similar price", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Second = new Second(10_000m, 0.99m, 1e12m) }),
            ("another provider", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Market = Market("zerion", 1e12m, 1e15m, 400) }),
            ("listed long ago", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Market = Market("cmc", 1e12m, 1e15m, 3) }),
            ("traded volume", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Market = Market("cmc", world.Usd(0, 40), 1e15m, 400) }),
            ("market cap", (world, n) => new Token(n, world.Usd(1, Rich), IsVerified: false) { Market = Market("cmc", 1e12m, world.Usd(1, 900), 400) }),
        ];

        /// <summary>Syncs the wallet on each day: first without the airdrop in either world, then with it, then after its prices jumped.</summary>
        public async Task<List<decimal>> TotalsAsync(bool hasAirdrop, ConfirmationRules rules, ValuationOptions options)
        {
            var driver = new SyncDriver(rules: rules, valuation: options);
            var totals = new List<decimal>();
            foreach (var token in hasAirdrop ? _own.Concat(_sent) : _own)
            {
                await driver.Assets.CreateAsync("ethereum", [token.ToAsset()], CancellationToken.None);
                if (token.Second is { } second)
                {
                    driver.PriceProvider.Price(new PriceQuote(token.Key, second.Share, TestRows.Noon) { Confidence = second.Confidence, LiquidityUsd = second.LiquidityOf(token) });
                }
            }

            for (var day = 0; day < Days; day++)
            {
                var tokens = hasAirdrop && day > 0 ? _own.Concat(_sent) : _own;
                driver.Provider.Returns([.. tokens.Select(token => token.ToRow(hasJumped: day >= 2))]);
                // The prices jump in two observations, more than a threshold apart, while the second provider is sometimes away.
                if (day == 2 && _own.Count % 2 == 0)
                {
                    driver.PriceProvider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(1), "no budget"));
                }

                var run = (await driver.SyncAsync($"day-{day}"))!;
                Assert.Equal(RunStatus.Completed, run.Status);
                Assert.Equal(run.Total.HoldingsUsd, await SumOfRowsAsync(driver, options));
                totals.Add(run.Total.HoldingsUsd - run.Total.DebtUsd);
                driver.Clock.Advance(TimeSpan.FromHours(day == 2 ? 1 : 30));
            }

            return totals;
        }

        public override string ToString() => $"{_own.Count} own and {_sent.Count} sent tokens, the first {_sent[0]}";

        // What a reader sees adds up to the recorded total.
        static async Task<decimal> SumOfRowsAsync(SyncDriver driver, ValuationOptions options)
        {
            var judging = new Judging(driver.Clock, driver.Trust, options: options);
            using var cache = new AssetCache(driver.Assets, Options.Create(new CacheOptions()), driver.Clock, new Random(1));
            var content = (await driver.Wallets.FindContentAsync(TestRows.Wallet, CancellationToken.None))!;
            var rows = await new WalletValuation(cache, judging.Trust, judging.Values).OfAsync(content.Positions, CancellationToken.None);
            return rows.Where(row => !row.Value.IsDebt).Sum(row => row.Value.Usd ?? 0);
        }

        static MarketData Market(string provider, decimal volume, decimal cap, int days) =>
            new(TestRows.Noon, provider) { Volume24hUsd = volume, CapUsd = cap, ListedSince = TestRows.Noon.AddDays(-days) };

        decimal Usd(decimal from, decimal to) => decimal.Round(from + ((to - from) * (decimal)_random.NextDouble()), 6);

        string Pick(params string[] texts) => texts[_random.Next(texts.Length)];
    }

    /// <summary>One token of a wallet, at a price of one dollar before it jumps.</summary>
    sealed record Token(int Number, decimal ValueUsd, bool IsVerified)
    {
        public string Symbol { get; init; } = $"T{Number}";

        public string Type { get; init; } = PositionTypes.Wallet;

        public string? Protocol { get; init; }

        /// <summary>Whether the provider states a value instead of a price.</summary>
        public bool IsStated { get; init; }

        public Second? Second { get; init; }

        public MarketData? Market { get; init; }

        /// <summary>Factor of the price from the third day on.</summary>
        public decimal Jump { get; init; } = 1m;

        public AssetKey Key => TestRows.Asset(Number).Key;

        public ProviderPosition ToRow(bool hasJumped) =>
            TestRows.Position(Number, amount: (BigInteger)(ValueUsd * 1_000_000m), price: IsStated ? null : hasJumped ? Jump : 1m, type: Type, decimals: 6) with
            {
                Facts = Facts, Protocol = Protocol, ValueUsd = IsStated ? ValueUsd : null,
            };

        public Asset ToAsset() => TestRows.Asset(Number, price: null) with { Facts = Facts, Market = Market };

        AssetFacts Facts => TestRows.Facts(Symbol) with { Decimals = 6, Verified = IsVerified };
    }

    /// <summary>What the second provider says of a token.</summary>
    /// <param name="Share">Its price in prices of the first provider.</param>
    /// <param name="Liquidity">Liquidity in values of the position, or null for none stated; more than a million is an amount.</param>
    sealed record Second(decimal Share, decimal? Confidence, decimal? Liquidity)
    {
        public decimal? LiquidityOf(Token token) => Liquidity > 1_000_000m ? Liquidity : Liquidity * token.ValueUsd;
    }
}
