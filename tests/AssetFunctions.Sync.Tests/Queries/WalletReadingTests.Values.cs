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
        await RegisterAsync((1, 100m), (2, null), (3, 2m));
        await StoreAsync(
            TestRows.Position(1, amount: 1_250_000_000, decimals: 8) with { Scale = 4m },
            TestRows.Position(2, price: null, type: PositionTypes.Staked) with { ValueUsd = 900m },
            TestRows.Position(2, price: null),
            TestRows.Position(3, price: null) with { ValueUsd = 77m });

        var report = (await _reading.FindAsync(TestRows.Wallet, Token))!;
        var positions = (await _reading.FindPositionsAsync(TestRows.Wallet, new PositionQuery { PageSize = 9, Order = PositionOrder.ValueDescending }, Token))!.Positions;

        Assert.Equal((5_902m, 4), (report.HoldingsUsd, report.Positions));
        Assert.Equal(new Dictionary<ValueGap, int> { [ValueGap.PriceUnknown] = 1 }, report.Unvalued);
        Assert.Equal(
            [(5_000m, ValueBasis.Price), (900m, ValueBasis.Provider), (2m, ValueBasis.Price), (null, null)],
            positions.Select(position => (position.Value.Usd, position.Value.By)));
        Assert.Null((await _registry.ReadAsync([TestRows.Asset(2).Key], Token))[0].Price);
    }

    [Fact]
    public async Task Unverified_assets_that_dominate_the_wallet_together_are_left_out_as_implausible()
    {
        await RegisterAsync((1, 11_500m), (2, 611_000_000m), (3, 30_000m));
        await StoreAsync(TestRows.Position(1), TestRows.Position(2), TestRows.Position(3));

        var report = (await _reading.FindAsync(TestRows.Wallet, Token))!;

        Assert.Equal(11_500m, report.HoldingsUsd);
        Assert.Equal(new Dictionary<ValueGap, int> { [ValueGap.Implausible] = 2 }, report.Unvalued);
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
