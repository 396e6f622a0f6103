using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Runs;

public sealed class ChunkValuationTests
{
    static readonly SpamRules Rules = new(Options.Create(new SpamOptions()));

    [Fact]
    public void Spam_has_no_value_however_high_its_price()
    {
        var tally = ValueOf((TestRows.Position(1), Asset(1, 5m)), (TestRows.Position(2), Asset(2, 900m, symbol: "USDC")));

        Assert.Equal((5m, 0m, 1), (tally.HoldingsUsd, tally.DebtUsd, tally.Unvalued));
    }

    [Fact]
    public void Three_airdrops_do_not_make_a_fortune()
    {
        var tally = ValueOf(
            (TestRows.Position(1), Asset(1, 11_500m)),
            (TestRows.Position(2), Asset(2, 203_000_000m)),
            (TestRows.Position(3), Asset(3, 204_000_000m)),
            (TestRows.Position(4), Asset(4, 204_000_000m)));

        var settled = ChunkValuation.Settle(tally);

        Assert.Equal((11_500m, 3, 0m, 0), (settled.HoldingsUsd, settled.Unvalued, settled.DoubtfulUsd, settled.Doubtful));
    }

    /// <summary>Family: plausibility. The sum of all fakes decides, however many share the fortune.</summary>
    [Theory]
    [InlineData(4, 250_000)]
    [InlineData(20, 50_000)]
    [InlineData(30, 1_000)]
    public void Many_small_fakes_do_not_make_a_fortune_together(int count, int each)
    {
        var fakes = Enumerable.Range(10, count).Select(n => (TestRows.Position(n), Asset(n, each)));

        var settled = ChunkValuation.Settle(ValueOf([(TestRows.Position(1), Asset(1, 2_500m, isVerified: true)), (TestRows.Position(2), Asset(2, 5m, isVerified: true)), .. fakes]));

        Assert.Equal((2_505m, count), (settled.HoldingsUsd, settled.Unvalued));
    }

    /// <summary>Family: plausibility. An airdrop must not lower a total either.</summary>
    [Fact]
    public void Fake_fortune_does_not_remove_small_values()
    {
        var settled = ChunkValuation.Settle(ValueOf(
            (TestRows.Position(1), Asset(1, 5_000m, isVerified: true)), (TestRows.Position(2), Asset(2, 4_000m)), (TestRows.Position(3), Asset(3, 900_000m))));

        Assert.Equal((9_000m, 1), (settled.HoldingsUsd, settled.Unvalued));
    }

    [Theory]
    [InlineData(20_000, 0, true)]
    [InlineData(20_001, 0, false)]
    [InlineData(9_000_000, 1_000_000, true)]
    [InlineData(9_000_001, 1_000_000, false)]
    public void Unvouched_value_counts_while_it_is_small_or_does_not_dominate(int doubtful, int rest, bool counts)
    {
        var settled = ChunkValuation.Settle(ValueOf((TestRows.Position(1), Asset(1, doubtful)), (TestRows.Position(2), Asset(2, rest, isVerified: true))));

        Assert.Equal((counts ? doubtful + rest : rest, counts ? 0 : 1), (settled.HoldingsUsd, settled.Unvalued));
    }

    [Fact]
    public void Fortune_in_verified_assets_and_debt_both_count()
    {
        var settled = ChunkValuation.Settle(ValueOf(
            (TestRows.Position(1), Asset(1, 50_000_000m, isVerified: true)), (TestRows.Position(2, type: PositionTypes.Loan), Asset(2, 60_000_000m))));

        Assert.Equal((50_000_000m, 60_000_000m, 0), (settled.HoldingsUsd, settled.DebtUsd, settled.Unvalued));
    }

    /// <summary>Family: debt. A debt token is never an asset, and an unvouched one never lowers a total.</summary>
    [Theory]
    [InlineData("variableDebtEthUSDC", "Aave Ethereum Variable Debt USDC")]
    [InlineData("variableDebtmUSDC", "Aave Matic Market variable debt mUSDC")]
    [InlineData("stableDebtUSDC", "Aave stable debt bearing USDC")]
    [InlineData("vdUSDC", "Radiant variable debt bearing USDC")]
    [InlineData("variableDebtDAI", "Spark Variable Debt DAI")]
    [InlineData("dDAI", "Euler Debt: DAI")]
    [InlineData("eUSDC-1-DEBT", "Debt token of EVK Vault eUSDC-1")]
    [InlineData("dUSDC-20", "Silo Finance USDC Debt, SiloId: 20")]
    public void Debt_token_is_debt_when_vouched_and_left_out_otherwise(string symbol, string name)
    {
        Asset Named(int n, bool isVerified) => Asset(n, 800m) with { Facts = TestRows.Facts(symbol) with { Name = name, Verified = isVerified } };
        var held = TestRows.Position(2).Held;

        var vouched = ValueOf((TestRows.Position(1), Asset(1, 1_000m)), (TestRows.Position(2), Named(2, isVerified: true)));
        var sent = ValueOf((TestRows.Position(1), Asset(1, 1_000m)), (TestRows.Position(2), Named(2, isVerified: false)));

        Assert.Equal((1_000m, 800m, 0), (ChunkValuation.Settle(vouched).HoldingsUsd, vouched.DebtUsd, vouched.Unvalued));
        Assert.Equal((1_000m, 0m, 1), (ChunkValuation.Settle(sent).HoldingsUsd, sent.DebtUsd, sent.Unvalued));
        Assert.Equal(new PositionValue(null, ValueGap.DebtToken), Valuation.Of(held, Named(2, isVerified: false), Rules.Judge(Named(2, isVerified: false))));
    }

    [Theory]
    [InlineData("aEthUSDC", "Aave Ethereum USDC")]
    [InlineData("bUSDC-20", "Silo Finance Borrowable USDC Deposit, SiloId: 20")]
    [InlineData("DEBT", "National Debt Coin")]
    [InlineData("DEBTX", "Debt Exchange")]
    public void Receipt_or_token_that_only_mentions_debt_is_a_position(string symbol, string name)
    {
        var asset = Asset(1, 800m) with { Facts = TestRows.Facts(symbol) with { Name = name, Verified = true } };

        Assert.Equal((800m, 0m), (ValueOf((TestRows.Position(1), asset)).HoldingsUsd, ValueOf((TestRows.Position(1), asset)).DebtUsd));
    }

    [Fact]
    public void Sum_of_a_wallet_does_not_depend_on_its_chunks()
    {
        var all = Enumerable.Range(1, 40)
            .Select(n => (TestRows.Position(n, amount: BigInteger.Pow(10, 18) * n), Asset(n, n % 7 == 0 ? 90_000_000m : n, isVerified: n % 3 == 0)))
            .ToList();

        var whole = ChunkValuation.Settle(ValueOf([.. all]));

        foreach (var size in new[] { 1, 3, 16 })
        {
            var sum = all.Chunk(size).Select(chunk => ValueOf(chunk)).Aggregate((left, right) => left + right);
            Assert.Equal(whole, ChunkValuation.Settle(sum));
        }
    }

    static Sync.Runs.ChunkTally ValueOf(params (ProviderPosition Position, Asset Asset)[] rows)
    {
        var assets = rows.ToDictionary(row => row.Position.Asset, row => row.Asset);
        return ChunkValuation.Of(rows.Select(row => row.Position.Held), assets.GetValueOrDefault, Rules);
    }

    static Asset Asset(int n, decimal price, bool isVerified = false, string symbol = "TKN") =>
        TestRows.Asset(n, price: price) with { Facts = TestRows.Facts(symbol) with { Verified = isVerified } };
}
