using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Pipeline;

/// <summary>A wallet that one source served before is served by another one that sees less, and then by the first again.</summary>
public sealed class SourceChangeTests
{
    static readonly ProviderPosition Token = TestRows.Position(1);
    static readonly ProviderPosition Stake = TestRows.Position(2, type: PositionTypes.Staked);

    [Fact]
    public async Task A_source_that_sees_less_wipes_nothing_and_the_run_says_so()
    {
        var driver = new SyncDriver();
        driver.Provider.Answer(Token, Stake);
        await driver.SyncAsync("wide");
        driver.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Provider.Answer(Narrow(Token));

        var run = await driver.SyncAsync("narrow");

        Assert.Equal(2, driver.Positions.Count);
        Assert.Equal((RunStatus.Partial, "alchemy"), (run!.Status, run.Run!.Source));
        Assert.StartsWith("1 stored positions were kept because alchemy does not see", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_that_sees_everything_removes_what_left_meanwhile()
    {
        var driver = new SyncDriver();
        driver.Provider.Answer(Narrow(Token, TestRows.Position(3)));
        await driver.SyncAsync("narrow");
        driver.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Provider.Answer(Token, Stake);

        var run = await driver.SyncAsync("wide");

        Assert.Equal(RunStatus.Completed, run!.Status);
        Assert.Equal(new[] { PositionId.For(Token), PositionId.For(Stake) }.Order(), driver.Positions.Select(position => position.Id).Order());
    }

    [Fact]
    public async Task A_wallet_that_only_the_narrow_source_ever_served_is_complete_and_loses_what_left()
    {
        var driver = new SyncDriver();
        driver.Provider.Answer(Narrow(Token, TestRows.Position(3)));
        Assert.Equal(RunStatus.Completed, (await driver.SyncAsync("first"))!.Status);
        driver.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Provider.Answer(Narrow(Token));

        Assert.Equal(RunStatus.Completed, (await driver.SyncAsync("second"))!.Status);
        Assert.Single(driver.Positions);
    }

    static SourceAnswer.Served<PositionSet> Narrow(params IReadOnlyList<ProviderPosition> rows) => new(new PositionSet
    {
        Source = "alchemy",
        IsNarrow = true,
        Rows = [.. rows.Select(row => row with { ProviderRef = PositionId.For(row) })],
        Skipped = new Dictionary<SkipReason, int>(),
    });
}
