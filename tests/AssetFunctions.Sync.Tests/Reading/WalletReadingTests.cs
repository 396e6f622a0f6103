using System.Numerics;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Pricing;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Reading;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Registry;
using AssetFunctions.Testing.Time;
using AssetFunctions.Testing.Wallets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Reading;

public sealed class WalletReadingTests : IDisposable
{
    static readonly CancellationToken Token = CancellationToken.None;

    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryWalletStore _wallets = new();
    readonly InMemoryAssetRegistry _registry;
    readonly AssetCache _cache;
    readonly WalletReading _reading;

    public WalletReadingTests()
    {
        _registry = new InMemoryAssetRegistry(_clock);
        _cache = new AssetCache(_registry, Options.Create(new CacheOptions()), _clock, new Random(1));
        _reading = new WalletReading(_wallets, _wallets, _cache);
    }

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task A_wallet_that_was_never_synced_is_unknown()
    {
        Assert.Null(await _reading.FindAsync(TestRows.Wallet, Token));
        Assert.Null(await _reading.FindPositionsAsync(TestRows.Wallet, new PositionQuery { PageSize = 1 }, Token));
        Assert.Null(await _reading.FindRunAsync(TestRows.Wallet, "run-1", Token));
    }

    [Fact]
    public async Task Loans_count_as_debt_and_unknown_or_implausible_values_are_left_out_and_counted()
    {
        await RegisterAsync((1, 2m), (2, 3m), (3, null), (4, 1_000m));
        await StoreAsync(
            TestRows.Position(1),
            TestRows.Position(2, type: PositionTypes.Loan),
            TestRows.Position(3),
            TestRows.Position(4, amount: BigInteger.Pow(10, 40)),
            TestRows.Position(5));

        var report = await _reading.FindAsync(TestRows.Wallet, Token);

        Assert.Equal((2m, 3m, -1m, 5), (report!.HoldingsUsd, report.DebtUsd, report.NetUsd, report.Positions));
        Assert.Equal(new Dictionary<ValueGap, int> { [ValueGap.PriceUnknown] = 2, [ValueGap.Implausible] = 1 }, report.Unvalued);
    }

    [Fact]
    public async Task Totals_tell_how_old_holdings_and_the_oldest_price_are()
    {
        await RegisterAsync((1, 2m));
        await _registry.CreateAsync("ethereum", [TestRows.Asset(2, asOf: TestRows.Noon.AddHours(-3))], Token);
        await StoreAsync(TestRows.Position(1), TestRows.Position(2));

        var report = await _reading.FindAsync(TestRows.Wallet, Token);

        Assert.Equal((TestRows.Noon, TestRows.Noon.AddHours(-3)), (report!.AsOf, report.OldestPriceAsOf));
        Assert.Equal((RunStatus.Completed, "run-1"), (report.LastRun!.Status, report.LastRun.RunId));
    }

    [Fact]
    public async Task A_failure_is_the_last_run_while_the_totals_stay()
    {
        await RegisterAsync((1, 2m));
        await StoreAsync(TestRows.Position(1));
        await _wallets.FailAsync(TestRows.Wallet, new RunFailure("run-2", TestRows.Noon.AddHours(1), TestRows.Noon.AddHours(1), RunStatus.Failed, "no key"), Token);

        var report = await _reading.FindAsync(TestRows.Wallet, Token);

        Assert.Equal((2m, TestRows.Noon), (report!.HoldingsUsd, report.AsOf));
        Assert.Equal((RunStatus.Failed, "no key", "run-2"), (report.LastRun!.Status, report.LastRun.Reason, report.LastRun.RunId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(500)]
    public async Task Paging_to_the_end_shows_every_position_once(int pageSize)
    {
        await StoreAsync([.. TestRows.Positions(20)]);
        var seen = new List<string>();
        var query = new PositionQuery { PageSize = pageSize };
        do
        {
            var page = (await _reading.FindPositionsAsync(TestRows.Wallet, query, Token))!;
            Assert.InRange(page.Positions.Count, 1, pageSize);
            Assert.Equal(20, page.Matching);
            seen.AddRange(page.Positions.Select(position => position.Holding.Id));
            query = query with { After = page.Next };
        }
        while (query.After is not null);

        Assert.Equal(_wallets.PositionsOf(TestRows.Wallet).Select(position => position.Id), seen);
    }

    [Fact]
    public async Task Filters_leave_out_what_does_not_match()
    {
        await RegisterAsync((1, 1m), (2, 5m), (3, null));
        await StoreAsync(TestRows.Position(1), TestRows.Position(2, type: PositionTypes.Staked), TestRows.Position(3), TestRows.Position(4, "base"));

        Assert.Equal([4], await MatchAsync(new PositionQuery { PageSize = 10, Network = "base" }));
        Assert.Equal([2], await MatchAsync(new PositionQuery { PageSize = 10, Type = PositionTypes.Staked }));
        Assert.Equal([1, 2], await MatchAsync(new PositionQuery { PageSize = 10, MinValueUsd = 1m }));
        Assert.Equal([2], await MatchAsync(new PositionQuery { PageSize = 10, MinValueUsd = 1.000000000000000001m }));
        Assert.Empty(await MatchAsync(new PositionQuery { PageSize = 10, Network = "base", MinValueUsd = 0m }));
    }

    [Fact]
    public async Task A_run_is_found_while_it_runs_and_when_it_has_ended()
    {
        var run = TestRows.Run() with { ChunkCount = 2 };
        var mark = new ChunkMark(0, run.Attempt, "digest", new ChunkTally { Positions = 3 });
        await _wallets.CommitAsync(WalletExamples.Commit(run, basis: null, mark), Token);

        var running = await _reading.FindRunAsync(TestRows.Wallet, run.RunId, Token);
        await _wallets.FinishAsync(run, WalletExamples.Finish(RunStatus.Partial, "cut"), Token);
        var ended = await _reading.FindRunAsync(TestRows.Wallet, run.RunId, Token);

        Assert.Equal((RunStatus.Running, 1, 3), (running!.Status, running.ChunksDone, running.Total.Positions));
        Assert.Null(running.FinishedAt);
        Assert.Equal((RunStatus.Partial, "cut", 2), (ended!.Status, ended.Reason, ended.ChunksDone));
        Assert.Null(await _reading.FindRunAsync(TestRows.Wallet, "run-other", Token));
    }

    async Task RegisterAsync(params (int Number, decimal? Price)[] assets) =>
        await _registry.CreateAsync("ethereum", [.. assets.Select(asset => TestRows.Asset(asset.Number, price: asset.Price))], Token);

    async Task StoreAsync(params ProviderPosition[] rows)
    {
        var upserts = rows.Select(Position.From).ToList();
        await _wallets.CommitAsync(WalletExamples.Commit(TestRows.Run(), basis: null, upserts: upserts, finish: WalletExamples.Finish()), Token);
    }

    async Task<IEnumerable<int>> MatchAsync(PositionQuery query)
    {
        var page = await _reading.FindPositionsAsync(TestRows.Wallet, query, Token);
        return page!.Positions.Select(position => Convert.ToInt32(position.Holding.Asset.ContractAddress, 16)).Order();
    }
}
