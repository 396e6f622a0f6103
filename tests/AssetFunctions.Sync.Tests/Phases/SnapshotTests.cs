using AssetFunctions.Testing.Drivers;
using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases;

/// <summary>The value that a run stores for a wallet equals the value that a reader computes.</summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(150)]
    [InlineData(400_000_000)]
    public async Task The_snapshot_of_a_run_agrees_with_the_totals(int priceOfDoubtful)
    {
        var driver = new SyncDriver();
        driver.Provider.Returns([.. Enumerable.Range(1, 300).Select(n => Row(n, priceOfDoubtful))]);
        await driver.SyncAsync("first");

        await AssertAgreementAsync(driver);
        Assert.True(driver.Wallets.SnapshotsOf(TestRows.Wallet).Single().Value.Unvalued >= 60);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("cut")]
    [InlineData("unreadable")]
    [InlineData("narrow")]
    public async Task The_snapshot_of_a_run_includes_the_positions_it_kept(string result)
    {
        var driver = new SyncDriver();
        var rows = Enumerable.Range(1, 200).Select(n => Row(n, priceOfDoubtful: 7)).ToList();
        driver.Provider.Returns([.. rows]);
        await driver.SyncAsync("whole");
        var before = driver.Wallets.SnapshotsOf(TestRows.Wallet).Single().Value;
        driver.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Provider.Returns(new ProviderResult.Served<PositionSet>(result switch
        {
            "cut" => driver.Provider.SetOf([.. rows.Take(40)]) with { IncompleteReason = "cut" },
            "unreadable" => driver.Provider.SetOf([.. rows.Skip(9)]) with { UnreadableRefs = [.. rows.Take(9).Select(row => row.ProviderRef)] },
            "narrow" => driver.Provider.SetOf([.. rows.Take(30)]) with { Provider = "alchemy", IsNarrow = true },
            _ => driver.Provider.SetOf([]),
        }));

        var run = await driver.SyncAsync("incomplete");

        Assert.True(run is { Status: RunStatus.Partial, Total.PositionsKept: > 0 });
        var snapshot = await AssertAgreementAsync(driver);
        Assert.Equal((before.HoldingsUsd, before.DebtUsd, 200), (snapshot.HoldingsUsd, snapshot.DebtUsd, snapshot.Positions));
    }

    static async Task<WalletSnapshot> AssertAgreementAsync(SyncDriver driver)
    {
        var judging = new Judging(driver.Clock, driver.Trust);
        using var cache = new AssetCache(driver.Assets, Options.Create(new CacheOptions()), driver.Clock, new Random(1));
        var valuation = new WalletValuation(cache, judging.Trust, judging.Values);
        using var kept = new WalletContentCache(driver.Wallets);

        var reports = new RunReports(Options.Create(new RefreshOptions()), Options.Create(new ExtractOptions()), driver.Clock);
        var report = await new WalletReading(driver.Wallets, kept, driver.Wallets, reports, valuation).FindAsync(TestRows.Wallet, CancellationToken.None);

        Assert.Empty(driver.Poison);
        var snapshot = Assert.Single(driver.Wallets.SnapshotsOf(TestRows.Wallet)).Value;
        Assert.Equal(
            (report!.HoldingsUsd, report.DebtUsd, report.Positions, report.Unvalued.Values.Sum()),
            (snapshot.HoldingsUsd, snapshot.DebtUsd, snapshot.Positions, snapshot.Unvalued));
        Assert.NotEqual(0, report.DebtUsd);
        return snapshot;
    }

    static ProviderPosition Row(int n, int priceOfDoubtful)
    {
        var row = TestRows.Position(n, amount: BigInteger.Pow(10, 18) * n, type: n % 11 == 0 ? PositionTypes.Loan : PositionTypes.Wallet, price: n % 13 == 0 ? priceOfDoubtful + 1 : n);
        return n % 5 == 0 ? row with { Facts = TestRows.Facts("claim.com") } : row with { Facts = row.Facts with { Verified = n % 13 != 0 } };
    }
}
