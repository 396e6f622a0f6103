using System.Numerics;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Queries;

namespace AssetFunctions.Sync.Tests.Queries;

/// <summary>The values of positions, and which are left out of totals.</summary>
public sealed partial class WalletReadingTests
{
    /// <summary>Families: scaled tokens and values without a price. Only the position that states a value has it.</summary>
    [Fact]
    public async Task A_scaled_amount_and_a_stated_value_are_in_the_totals_and_a_known_price_takes_precedence()
    {
        await RegisterAsync((1, 2m), (2, null), (3, 2m));
        await StoreAsync(
            TestRows.Position(1, amount: 1_250_000_000, decimals: 8) with { Scale = 2m },
            TestRows.Position(2, price: null, type: PositionTypes.Staked) with { ValueUsd = 900m },
            TestRows.Position(2, price: null),
            TestRows.Position(3, price: null) with { ValueUsd = 77m });

        var report = (await _reading.FindAsync(TestRows.Wallet, Token))!;
        var positions = (await _reading.FindPositionsAsync(TestRows.Wallet, new PositionQuery { PageSize = 9, Order = PositionOrder.ValueDescending }, Token))!.Positions;

        Assert.Equal((952m, 4), (report.HoldingsUsd, report.Positions));
        Assert.Equal(new Dictionary<ValueGap, int> { [ValueGap.PriceUnknown] = 1 }, report.Unvalued);
        Assert.Equal(
            [(900m, ValueBasis.Provider), (50m, ValueBasis.Price), (2m, ValueBasis.Price), (null, null)],
            positions.Select(position => (position.Value.Usd, position.Value.By)));
        Assert.Null((await _registry.ReadAsync([TestRows.Asset(2).Key], Token))[0].Price);
    }

    /// <summary>Family: plausibility. Three airdrops made a wallet of $11,500 one of $611 million, and four fakes of $250,000 still made $2,500 into a million.</summary>
    [Theory]
    [InlineData(11_500, 203_000_000, 3)]
    [InlineData(2_500, 250_000, 4)]
    [InlineData(2_500, 50_000, 20)]
    public async Task Unvouched_values_beyond_the_bound_are_listed_as_unconfirmed(int real, int each, int count)
    {
        await _registry.CreateAsync("ethereum", [TestRows.Asset(1, price: real) with { Facts = TestRows.Facts() with { Verified = true } }], Token);
        await RegisterAsync([.. Enumerable.Range(2, count).Select(n => (n, (decimal?)each))]);
        await StoreAsync([.. Enumerable.Range(1, count + 1).Select(n => TestRows.Position(n))]);

        var report = (await _reading.FindAsync(TestRows.Wallet, Token))!;
        var positions = (await _reading.FindPositionsAsync(TestRows.Wallet, new PositionQuery { PageSize = 99 }, Token))!.Positions;

        Assert.Equal((real, (decimal)each * count), (report.HoldingsUsd, report.UnconfirmedUsd));
        Assert.Equal(new Dictionary<ValueGap, int> { [ValueGap.Unconfirmed] = count }, report.Unvalued);
        Assert.Equal(count, positions.Count(position => position.Value is { Usd: null, Gap: ValueGap.Unconfirmed } && position.Value.UnconfirmedUsd == each));
    }

    /// <summary>The order of first appearance decides, not that of the last change or of the ids.</summary>
    [Fact]
    public async Task An_airdrop_never_displaces_an_older_position()
    {
        await RegisterAsync((1, 600m), (2, 300m), (3, 600m), (4, 90m));
        await StoreAsync(TestRows.Position(3), TestRows.Position(4));
        _clock.Advance(TimeSpan.FromDays(1));
        await StoreAsync(TestRows.Position(1), TestRows.Position(2), TestRows.Position(3, amount: BigInteger.Pow(10, 18) + 1), TestRows.Position(4));

        var positions = (await _reading.FindPositionsAsync(TestRows.Wallet, new PositionQuery { PageSize = 99, Order = PositionOrder.ValueDescending }, Token))!.Positions;

        Assert.Equal(
            [TestRows.Address(3), TestRows.Address(2), TestRows.Address(4), TestRows.Address(1)],
            positions.Select(position => position.Stored.Asset.ContractAddress));
        Assert.Equal(ValueGap.Unconfirmed, positions[^1].Value.Gap);
    }

    /// <summary>Family: debt. The token of a loan in a wallet's own list of tokens.</summary>
    [Fact]
    public async Task A_debt_token_lowers_the_total_and_an_unvouched_one_is_left_out()
    {
        await RegisterAsync((1, 1_000m));
        await _registry.CreateAsync(
            "ethereum",
            [
                TestRows.Asset(2, price: 800m) with { Facts = TestRows.Facts("variableDebtEthUSDC") with { Verified = true } },
                TestRows.Asset(3, price: 9_000m) with { Facts = TestRows.Facts("variableDebtEthDAI") },
            ],
            Token);
        await StoreAsync(TestRows.Position(1), TestRows.Position(2), TestRows.Position(3));

        var report = (await _reading.FindAsync(TestRows.Wallet, Token))!;

        Assert.Equal((1_000m, 800m, 200m), (report.HoldingsUsd, report.DebtUsd, report.NetUsd));
        Assert.Equal(new Dictionary<ValueGap, int> { [ValueGap.DebtToken] = 1 }, report.Unvalued);
    }
}
