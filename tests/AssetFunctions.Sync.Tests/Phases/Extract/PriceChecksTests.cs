using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Sync.Tests.Phases.Extract;

public sealed class PriceChecksTests
{
    readonly SyncDriver _driver = new();

    public PriceChecksTests() => _driver.PriceProvider.Price(Quote(2, 49_000m));

    [Fact]
    public async Task A_wallet_within_its_bound_needs_no_check()
    {
        await TotalAsync("run", Row(1, 20_000m, isVerified: true), Row(2, 1_900m));

        Assert.Empty(_driver.PriceProvider.Requested);
    }

    [Fact]
    public async Task A_price_that_a_second_provider_reports_too_counts_in_the_same_run_and_is_not_checked_again_for_a_week()
    {
        Assert.Equal(50_000m, await TotalAsync("first", Row(2, 50_000m), Row(3, 7_000m)));
        Assert.Equal([Key(2), Key(3)], Assert.Single(_driver.PriceProvider.Requested).Order());

        _driver.Clock.Advance(ConfirmationRules.RefusedFor);
        Assert.Equal(50_500m, await TotalAsync("day-later", Row(2, 50_500m), Row(3, 7_000m)));
        Assert.Equal([Key(3)], _driver.PriceProvider.Requested[^1]);

        _driver.Clock.Advance(ConfirmationRules.ConfirmedFor);
        await TotalAsync("week-later", Row(2, 50_500m), Row(3, 7_000m));
        Assert.Equal([Key(2), Key(3)], _driver.PriceProvider.Requested[^1].Order());
    }

    [Fact]
    public async Task A_risen_price_is_checked_again_at_once_and_counts_at_its_confirmation_meanwhile()
    {
        await TotalAsync("first", Row(2, 50_000m));
        _driver.Clock.Advance(TimeSpan.FromHours(1));
        _driver.PriceProvider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(1), "no budget"));
        Assert.Equal(60_000m, await TotalAsync("risen", Row(2, 90_000m)));

        _driver.Clock.Advance(TimeSpan.FromHours(1));
        _driver.PriceProvider.Price(Quote(2, 91_000m));
        Assert.Equal(90_000m, await TotalAsync("confirmed", Row(2, 90_000m)));
    }

    /// <summary>The last result stands.</summary>
    [Theory]
    [InlineData("throttled")]
    [InlineData("failing")]
    [InlineData("incomplete")]
    public async Task An_outage_of_the_second_provider_lowers_no_total(string outage)
    {
        await TotalAsync("first", Row(2, 50_000m));
        _driver.Clock.Advance(ConfirmationRules.ConfirmedFor * 2);
        _driver.PriceProvider.Returns(assets => outage switch
        {
            "throttled" => new ProviderResult.Throttled(TimeSpan.FromHours(1), "no budget"),
            "failing" => throw new ProviderException("connection reset"),
            _ => new ProviderResult.Served<PriceSet>(new PriceSet { Quotes = [], Absent = [], IncompleteReason = "cut" }),
        });

        Assert.Equal(50_000m, await TotalAsync("outage", Row(2, 50_000m)));
        Assert.Equal(2, _driver.PriceProvider.Requested.Count);
    }

    /// <summary>A fallback provider that states no price and vouches for nothing.</summary>
    [Fact]
    public async Task A_fallback_provider_lowers_no_total()
    {
        await TotalAsync("first", Row(1, 20_000m, isVerified: true), Row(2, 50_000m));
        _driver.Clock.Advance(TimeSpan.FromDays(9));
        var rows = new[] { Row(1, 20_000m, isVerified: true), Row(2, 50_000m) }
            .Select(row => row with { PriceUsd = null, Facts = row.Facts with { Verified = null } });
        _driver.PriceProvider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(1), "no budget"));
        _driver.Provider.Returns(new ProviderResult.Served<PositionSet>(_driver.Provider.SetOf([.. rows]) with { Provider = "alchemy", IsNarrow = true }));

        Assert.Equal(70_000m, (await _driver.SyncAsync("fallback"))!.Total.HoldingsUsd);
    }

    [Fact]
    public async Task A_price_that_the_second_provider_denies_counts_no_more()
    {
        await TotalAsync("first", Row(2, 50_000m));
        _driver.Clock.Advance(ConfirmationRules.ConfirmedFor);
        _driver.PriceProvider.Price(Quote(2, 49_000m) with { Confidence = 0.2m });

        Assert.Equal(0m, await TotalAsync("denied", Row(2, 50_000m)));
    }

    async Task<decimal> TotalAsync(string run, params ProviderPosition[] rows)
    {
        _driver.Provider.Returns(rows);
        return (await _driver.SyncAsync(run))!.Total.HoldingsUsd;
    }

    static AssetKey Key(int n) => TestRows.Asset(n).Key;

    static PriceQuote Quote(int n, decimal usd) => new(Key(n), usd, TestRows.Noon) { Confidence = 0.99m };

    // One token, so that its price is its value.
    static ProviderPosition Row(int n, decimal usd, bool isVerified = false) =>
        TestRows.Position(n, price: usd) with { Facts = TestRows.Facts($"T{n}") with { Verified = isVerified } };
}
