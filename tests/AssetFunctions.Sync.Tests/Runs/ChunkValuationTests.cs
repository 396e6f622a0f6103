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

    [Theory]
    [InlineData(1_000_000, 0, true)]
    [InlineData(1_000_001, 0, false)]
    [InlineData(9_000_000, 1_000_000, true)]
    [InlineData(9_000_001, 1_000_000, false)]
    public void What_nobody_vouches_for_counts_while_it_is_small_or_does_not_dominate(int doubtful, int rest, bool counts)
    {
        var settled = ChunkValuation.Settle(ValueOf((TestRows.Position(1), Asset(1, doubtful)), (TestRows.Position(2), Asset(2, rest, isVerified: true))));

        Assert.Equal((counts ? doubtful + rest : rest, counts ? 0 : 1), (settled.HoldingsUsd, settled.Unvalued));
    }

    [Fact]
    public void A_fortune_in_verified_assets_and_a_debt_are_believed()
    {
        var settled = ChunkValuation.Settle(ValueOf(
            (TestRows.Position(1), Asset(1, 50_000_000m, isVerified: true)), (TestRows.Position(2, type: PositionTypes.Loan), Asset(2, 60_000_000m))));

        Assert.Equal((50_000_000m, 60_000_000m, 0), (settled.HoldingsUsd, settled.DebtUsd, settled.Unvalued));
    }

    [Fact]
    public void However_a_wallet_is_cut_into_chunks_its_sum_is_the_same()
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
