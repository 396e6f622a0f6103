using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Testing.Drivers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Runs;

public sealed class ChunkValuationTests
{
    static readonly UnvouchedBound Bound = new(Options.Create(new ValuationOptions()));

    [Fact]
    public void Spam_has_no_value_however_high_its_price()
    {
        var tally = ValueOf((TestRows.Position(1), Asset(1, 5m)), (TestRows.Position(2), Asset(2, 900m, symbol: "USDC")));

        Assert.Equal((5m, 0m, 1), (tally.HoldingsUsd, tally.DebtUsd, tally.Unvalued));
    }

    [Theory]
    [InlineData(1_000, 0, true)]
    [InlineData(1_001, 0, false)]
    [InlineData(2_000, 20_000, true)]
    [InlineData(2_001, 20_000, false)]
    public void Unvouched_values_count_up_to_the_bound_and_beyond_it_by_rows(int unvouched, int rest, bool areSettled)
    {
        var tally = ValueOf((TestRows.Position(1), Asset(1, unvouched)), (TestRows.Position(2), Asset(2, rest, isVerified: true)));

        Assert.Equal((decimal)unvouched, tally.UnvouchedUsd);
        Assert.Equal(areSettled ? unvouched + rest : null, (int?)ChunkValuation.Settle(tally, Bound)?.HoldingsUsd);
    }

    [Fact]
    public void Debt_lowers_the_bound()
    {
        var tally = ValueOf(
            (TestRows.Position(1), Asset(1, 20_000m, isVerified: true)),
            (TestRows.Position(2, type: PositionTypes.Loan), Asset(2, 5_000m)),
            (TestRows.Position(3), Asset(3, 1_600m)));

        Assert.Null(ChunkValuation.Settle(tally, Bound));
    }

    /// <summary>A tally of an earlier release.</summary>
    [Fact]
    public void Values_that_an_earlier_release_kept_apart_are_unvouched()
    {
        var sum = new ChunkTally() + new ChunkTally { HoldingsUsd = 300m, UnvouchedUsd = 100m, DoubtfulUsd = 50_000m };

        Assert.Equal((50_300m, 50_100m, 0m), (sum.HoldingsUsd, sum.UnvouchedUsd, sum.DoubtfulUsd));
    }

    [Fact]
    public void Fortune_in_verified_assets_and_debt_both_count()
    {
        var settled = ChunkValuation.Settle(
            ValueOf((TestRows.Position(1), Asset(1, 50_000_000m, isVerified: true)), (TestRows.Position(2, type: PositionTypes.Loan), Asset(2, 60_000_000m))),
            Bound)!;

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

        Assert.Equal((1_000m, 800m, 0), (ChunkValuation.Settle(vouched, Bound)!.HoldingsUsd, vouched.DebtUsd, vouched.Unvalued));
        Assert.Equal((1_000m, 0m, 1), (ChunkValuation.Settle(sent, Bound)!.HoldingsUsd, sent.DebtUsd, sent.Unvalued));
        Assert.Equal(new PositionValue(null, ValueGap.DebtToken), Valuation.Of(held, Named(2, isVerified: false), Judging.Rules.Judge(Named(2, isVerified: false))));
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

        var whole = ValueOf([.. all]);

        foreach (var size in new[] { 1, 3, 16 })
        {
            Assert.Equal(whole, all.Chunk(size).Select(chunk => ValueOf(chunk)).Aggregate((left, right) => left + right));
        }
    }

    static Sync.Runs.ChunkTally ValueOf(params (ProviderPosition Position, Asset Asset)[] rows)
    {
        var assets = rows.ToDictionary(row => row.Position.Asset, row => row.Asset);
        return ChunkValuation.Of(rows.Select(row => row.Position.Held), assets.GetValueOrDefault, Judging.Rules, TrustSnapshot.Empty);
    }

    static Asset Asset(int n, decimal price, bool isVerified = false, string symbol = "TKN") =>
        TestRows.Asset(n, price: price) with { Facts = TestRows.Facts(symbol) with { Verified = isVerified } };
}
