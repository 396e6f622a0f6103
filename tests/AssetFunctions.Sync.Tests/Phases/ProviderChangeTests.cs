using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Tests.Phases;

/// <summary>A wallet is served by one provider, then by another with partial coverage, and then by the first again.</summary>
public sealed class ProviderChangeTests
{
    static readonly ProviderPosition Token = TestRows.Position(1);
    static readonly ProviderPosition Stake = TestRows.Position(2, type: PositionTypes.Staked);
    static readonly AssetFacts Nothing = new() { Symbol = string.Empty, Name = string.Empty, Decimals = 18 };

    [Fact]
    public async Task A_provider_with_partial_coverage_removes_nothing_and_the_run_says_so()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns(Token, Stake);
        await driver.SyncAsync("wide");
        driver.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Provider.Returns(Narrow(Token));

        var run = await driver.SyncAsync("narrow");

        Assert.Equal(2, driver.Positions.Count);
        Assert.Equal((RunStatus.Partial, "alchemy"), (run!.Status, run.Run!.Provider));
        Assert.StartsWith("1 stored positions were kept because alchemy does not report", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_full_provider_removes_positions_that_left_in_the_meantime()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns(Narrow(Token, TestRows.Position(3)));
        await driver.SyncAsync("narrow");
        driver.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Provider.Returns(Token, Stake);

        var run = await driver.SyncAsync("wide");

        Assert.Equal(RunStatus.Completed, run!.Status);
        Assert.Equal(new[] { PositionId.For(Token), PositionId.For(Stake) }.Order(), driver.Positions.Select(position => position.Id).Order());
    }

    [Fact]
    public async Task A_wallet_served_only_by_the_narrow_provider_is_complete_and_loses_positions_that_left()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns(Narrow(Token, TestRows.Position(3)));
        Assert.Equal(RunStatus.Completed, (await driver.SyncAsync("first"))!.Status);
        driver.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Provider.Returns(Narrow(Token));

        Assert.Equal(RunStatus.Completed, (await driver.SyncAsync("second"))!.Status);
        Assert.Single(driver.Positions);
    }

    [Fact]
    public async Task A_provider_with_fewer_facts_updates_the_price_of_an_asset_and_keeps_its_facts()
    {
        var driver = new SyncDriver();
        var facts = Token.Facts with { IconUrl = "https://icons.example/1.png", Verified = true };
        driver.Provider.Returns(Token with { Facts = facts });
        await driver.SyncAsync("wide");
        driver.Clock.Advance(TimeSpan.FromHours(1));
        driver.Provider.Returns(Narrow(Token with { Facts = Nothing, PriceUsd = 3m }));

        await driver.SyncAsync("narrow");

        var asset = Assert.Single(driver.Assets.Assets);
        Assert.Equal((3m, facts), (asset.Price?.Usd, asset.Facts));
    }

    [Fact]
    public async Task A_provider_can_withdraw_its_vouching_for_an_asset()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns(Token with { Facts = Token.Facts with { Verified = true } });
        await driver.SyncAsync("first");
        driver.Clock.Advance(TimeSpan.FromHours(1));
        driver.Provider.Returns(Token with { Facts = Token.Facts with { Verified = false } });

        await driver.SyncAsync("second");

        Assert.False(Assert.Single(driver.Assets.Assets).Facts.Verified);
    }

    [Theory]
    [InlineData(PositionTypes.Wallet)]
    [InlineData(PositionTypes.Deposit)]
    public async Task An_asset_of_several_rows_is_registered_with_the_facts_of_all_of_them(string silent)
    {
        var driver = new SyncDriver();
        driver.Provider.Returns([.. new[] { PositionTypes.Wallet, PositionTypes.Deposit }.Select(type =>
            TestRows.Position(type: type) is var row && type == silent ? row with { Facts = Nothing } : row)]);

        await driver.SyncAsync("run");

        Assert.Equal(Token.Facts, Assert.Single(driver.Assets.Assets).Facts);
    }

    static ProviderResult.Served<PositionSet> Narrow(params IReadOnlyList<ProviderPosition> rows) => new(new PositionSet
    {
        Provider = "alchemy",
        IsNarrow = true,
        Rows = [.. rows.Select(row => row with { ProviderRef = PositionId.For(row) })],
        Skipped = new Dictionary<SkipReason, int>(),
    });
}
