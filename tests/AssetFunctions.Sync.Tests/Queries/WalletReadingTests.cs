using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Sync.Tests.Queries;

public sealed partial class WalletReadingTests : IDisposable
{
    static readonly CancellationToken Token = CancellationToken.None;

    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryWalletStore _wallets = new();
    readonly InMemoryAssetRegistry _registry;
    readonly AssetCache _cache;
    readonly WalletContentCache _kept;
    readonly RunReports _reports;
    readonly WalletReading _reading;

    public WalletReadingTests()
    {
        _registry = new InMemoryAssetRegistry(_clock);
        _cache = new AssetCache(_registry, Options.Create(new CacheOptions()), _clock, new Random(1));
        _kept = new WalletContentCache(_wallets);
        _reports = new RunReports(Options.Create(new RefreshOptions()), Options.Create(new ExtractOptions()), _clock);
        var judging = new Judging(_clock);
        _reading = new WalletReading(_wallets, _kept, _wallets, _reports, new WalletValuation(_cache, judging.Trust, judging.Values));
    }

    public void Dispose()
    {
        _cache.Dispose();
        _kept.Dispose();
    }

    [Fact]
    public async Task A_wallet_that_was_never_synced_is_unknown()
    {
        Assert.Null(await _reading.FindAsync(TestRows.Wallet, Token));
        Assert.Null(await _reading.FindPositionsAsync(TestRows.Wallet, new PositionQuery { PageSize = 1 }, Token));
        Assert.Null(await _reading.FindRunAsync(TestRows.Wallet, "run-1", requestedAt: null, Token));
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
    public async Task Totals_state_the_age_of_positions_and_of_the_oldest_price()
    {
        await RegisterAsync((1, 2m));
        await _registry.CreateAsync("ethereum", [TestRows.Asset(2, asOf: TestRows.Noon.AddHours(-3))], Token);
        await StoreAsync(TestRows.Position(1), TestRows.Position(2));

        var report = await _reading.FindAsync(TestRows.Wallet, Token);

        Assert.Equal((TestRows.Noon, TestRows.Noon.AddHours(-3)), (report!.State.AsOf, report.OldestPriceAsOf));
        Assert.Equal((RunStatus.Completed, "run-1"), (report.LastRun!.Status, report.LastRun.RunId));
    }

    [Fact]
    public async Task A_failure_is_the_last_run_while_the_totals_stay()
    {
        await RegisterAsync((1, 2m));
        await StoreAsync(TestRows.Position(1));
        await _wallets.FailAsync(TestRows.Wallet, new RunFailure("run-2", TestRows.Noon.AddHours(1), TestRows.Noon.AddHours(1), RunStatus.Failed, "no key"), Token);

        var report = await _reading.FindAsync(TestRows.Wallet, Token);

        Assert.Equal((2m, TestRows.Noon), (report!.HoldingsUsd, report.State.AsOf));
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
            seen.AddRange(page.Positions.Select(position => position.Stored.Id));
            query = query with { After = page.Next };
        }
        while (query.After is not null);

        Assert.Equal(_wallets.PositionsOf(TestRows.Wallet).Select(position => position.Id), seen);
    }

    [Theory]
    [InlineData(PositionOrder.Value, new[] { 3, 1, 5, 2, 4, 6 })]
    [InlineData(PositionOrder.ValueDescending, new[] { 2, 1, 5, 3, 4, 6 })]
    public async Task Positions_are_in_order_of_value_at_every_page_size_and_those_without_one_last(PositionOrder order, int[] expected)
    {
        await RegisterAsync((1, 5m), (2, 9m), (3, 1m), (4, null), (5, 5m));
        await StoreAsync([.. TestRows.Positions(6)]);
        foreach (var pageSize in new[] { 1, 2, 5, 6 })
        {
            var query = new PositionQuery { PageSize = pageSize, Order = order };
            var seen = new List<ValuedPosition>();
            do
            {
                var page = (await _reading.FindPositionsAsync(TestRows.Wallet, query, Token))!;
                seen.AddRange(page.Positions);
                query = query with { After = page.Next };
            }
            while (query.After is not null);

            Assert.Equal(expected.Order(), seen.Select(NumberOf).Order());
            Assert.Equal(ValuesOf(expected), ValuesOf(seen.Select(NumberOf)));
            Assert.Equal(seen.OrderBy(position => ValueRank(position, order)).ThenBy(position => position.Stored.Id, StringComparer.Ordinal), seen);
        }

        static IEnumerable<int> ValuesOf(IEnumerable<int> numbers) => numbers.Select(number => number switch { 5 => 1, 6 => 4, _ => number });

        static decimal ValueRank(ValuedPosition position, PositionOrder order) =>
            position.Value.Usd is not { } usd ? decimal.MaxValue : order == PositionOrder.ValueDescending ? -usd : usd;
    }

    // Family: lists in an order that changes. By value, a page that would miss or repeat positions is refused; by id, no page does.
    [Theory]
    [InlineData(PositionOrder.Id)]
    [InlineData(PositionOrder.ValueDescending)]
    [InlineData(PositionOrder.Value)]
    public async Task A_next_page_tolerates_added_and_removed_positions_or_reports_a_changed_list(PositionOrder order)
    {
        await RegisterAsync((1, 1m), (2, 2m), (3, 3m), (4, 4m), (5, 5m), (6, 6m));
        await StoreAsync([TestRows.Position(1), TestRows.Position(3), TestRows.Position(4), TestRows.Position(6)]);
        var query = new PositionQuery { PageSize = 2, Order = order };
        var first = (await _reading.FindPositionsAsync(TestRows.Wallet, query, Token))!;
        var gone = first.Positions[1].Stored.Id;
        var later = TestRows.Run("run-2", TestRows.Noon.AddMinutes(1));
        var state = (await _wallets.FindAsync(TestRows.Wallet, Token))!;
        await _wallets.CommitAsync(
            WalletExamples.Commit(later, state, upserts: [Position.From(TestRows.Position(2)), Position.From(TestRows.Position(5))], removals: [gone], finish: WalletExamples.Finish()),
            Token);

        var continuing = _reading.FindPositionsAsync(TestRows.Wallet, query with { After = first.Next }, Token);

        if (order == PositionOrder.Id)
        {
            Assert.DoesNotContain((await continuing)!.Positions, position => string.CompareOrdinal(position.Stored.Id, gone) <= 0);
            return;
        }

        await Assert.ThrowsAsync<ListChangedException>(() => continuing);
    }

    [Fact]
    public async Task A_list_by_value_continues_when_only_positions_not_listed_yet_changed()
    {
        await RegisterAsync((1, 1m), (2, 2m), (3, 3m), (4, 4m), (6, 6m));
        await StoreAsync([TestRows.Position(1), TestRows.Position(3), TestRows.Position(4), TestRows.Position(6)]);
        var query = new PositionQuery { PageSize = 2, Order = PositionOrder.ValueDescending };
        var first = (await _reading.FindPositionsAsync(TestRows.Wallet, query, Token))!;
        var state = (await _wallets.FindAsync(TestRows.Wallet, Token))!;
        await _wallets.CommitAsync(
            WalletExamples.Commit(TestRows.Run("run-2", TestRows.Noon.AddMinutes(1)), state, upserts: [Position.From(TestRows.Position(2))], removals: [], finish: WalletExamples.Finish()),
            Token);

        var second = (await _reading.FindPositionsAsync(TestRows.Wallet, query with { After = first.Next }, Token))!;

        Assert.Equal([6, 4, 3, 2], first.Positions.Concat(second.Positions).Select(NumberOf));
    }

    [Fact]
    public async Task Spam_is_listed_with_its_reason_and_can_be_excluded_or_selected()
    {
        await RegisterAsync((1, 1m));
        await _registry.CreateAsync("ethereum", [TestRows.Asset(2, price: 7m) with { Facts = TestRows.Facts("claim.com") }], Token);
        await StoreAsync(TestRows.Position(1), TestRows.Position(2));

        Assert.Equal([1, 2], await MatchAsync(new PositionQuery { PageSize = 10 }));
        Assert.Equal([1], await MatchAsync(new PositionQuery { PageSize = 10, Spam = SpamFilter.Exclude }));
        var spam = (await _reading.FindPositionsAsync(TestRows.Wallet, new PositionQuery { PageSize = 10, Spam = SpamFilter.Only }, Token))!.Positions;
        Assert.Equal((SpamState.Spam, SpamReason.Link, new PositionValue(null, ValueGap.Spam)), (spam[0].Spam.State, spam[0].Spam.Reason, spam[0].Value));
        var report = (await _reading.FindAsync(TestRows.Wallet, Token))!;
        Assert.Equal(1m, report.HoldingsUsd);
        Assert.Equal(new Dictionary<ValueGap, int> { [ValueGap.Spam] = 1 }, report.Unvalued);
    }

    [Fact]
    public async Task A_wallet_is_valued_at_the_current_price_on_every_read()
    {
        await RegisterAsync((1, 2m), (2, 3m));
        await StoreAsync(TestRows.Position(1), TestRows.Position(2));
        for (var read = 0; read < 4; read++)
        {
            Assert.Equal(5m, (await _reading.FindAsync(TestRows.Wallet, Token))!.HoldingsUsd);
        }

        var key = TestRows.Asset(1).Key;
        _clock.Advance(TimeSpan.FromHours(1));
        await _cache.UpdatePricesAsync(
            [new PriceObservation(key, 4m, _clock.GetUtcNow(), "zerion", TestRows.Facts())], new PricingOptions().ToRules(Judging.Rules), Token);

        Assert.Equal(7m, (await _reading.FindAsync(TestRows.Wallet, Token))!.HoldingsUsd);
        Assert.Equal(7m, (await _reading.FindAsync(TestRows.Wallet, Token))!.HoldingsUsd);
    }

    [Fact]
    public async Task Filters_exclude_positions_that_do_not_match()
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
        var mark = WalletExamples.Mark(run, tally: new ChunkTally { Positions = 3 });
        await _wallets.CommitAsync(WalletExamples.Commit(run, basis: null, mark), Token);

        var running = await _reading.FindRunAsync(TestRows.Wallet, run.RunId, requestedAt: null, Token);
        await _wallets.FinishAsync(run, WalletExamples.Finish(RunStatus.Partial, "cut"), Token);
        var ended = await _reading.FindRunAsync(TestRows.Wallet, run.RunId, requestedAt: null, Token);

        Assert.Equal((RunStatus.Running, 1, 3), (running!.Status, running.ChunksDone, running.Total.Positions));
        Assert.Null(running.FinishedAt);
        Assert.Equal((RunStatus.Partial, "cut", 2), (ended!.Status, ended.Reason, ended.ChunksDone));
        Assert.Null(await _reading.FindRunAsync(TestRows.Wallet, "run-other", requestedAt: null, Token));
    }

    async Task RegisterAsync(params (int Number, decimal? Price)[] assets) =>
        await _registry.CreateAsync("ethereum", [.. assets.Select(asset => TestRows.Asset(asset.Number, price: asset.Price))], Token);

    async Task StoreAsync(params ProviderPosition[] rows)
    {
        var upserts = rows.Select(Position.From).ToList();
        var basis = await _wallets.FindAsync(TestRows.Wallet, Token);
        var run = basis is null ? TestRows.Run() : TestRows.Run("later", _clock.GetUtcNow());
        await _wallets.CommitAsync(WalletExamples.Commit(run, basis, upserts: upserts, finish: WalletExamples.Finish()), Token);
    }

    async Task<IEnumerable<int>> MatchAsync(PositionQuery query)
    {
        var page = await _reading.FindPositionsAsync(TestRows.Wallet, query, Token);
        return page!.Positions.Select(NumberOf).Order();
    }

    static int NumberOf(ValuedPosition position) => Convert.ToInt32(position.Stored.Asset.ContractAddress, 16);
}
