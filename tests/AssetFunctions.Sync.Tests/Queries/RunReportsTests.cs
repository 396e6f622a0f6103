using AssetFunctions.Testing.Drivers;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Queries;

/// <summary>Reports on runs that are in progress, hang, fail midway or are unknown, and on the positions meanwhile.</summary>
public sealed class RunReportsTests : IDisposable
{
    const string Wallet = TestRows.Wallet;

    static readonly CancellationToken Token = CancellationToken.None;
    static readonly DateTimeOffset Noon = TestRows.Noon;

    readonly ManualTimeProvider _clock = new(Noon);
    readonly InMemoryWalletStore _wallets = new();
    readonly AssetCache _cache;
    readonly WalletContentCache _kept;
    readonly WalletReading _reading;

    public RunReportsTests()
    {
        _cache = new AssetCache(new InMemoryAssetRegistry(_clock), Options.Create(new CacheOptions()), _clock, new Random(1));
        _kept = new WalletContentCache(_wallets);
        var reports = new RunReports(Options.Create(new RefreshOptions()), Options.Create(new ExtractOptions()), _clock);
        var judging = new Judging(_clock);
        _reading = new WalletReading(_wallets, _kept, _wallets, reports, new WalletValuation(_cache, judging.Trust, judging.Values));
    }

    public void Dispose()
    {
        _cache.Dispose();
        _kept.Dispose();
    }

    [Fact]
    public async Task A_run_that_does_not_end_is_reported_as_failed_until_it_does()
    {
        var run = TestRows.Run() with { ChunkCount = 2 };
        await CommitAsync(run, 0);
        _clock.Advance(TimeSpan.FromSeconds(RegistrationDefaults.StuckAfterSeconds - 1));
        Assert.Equal(RunStatus.Running, (await FindAsync(run.RunId))!.Status);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var stuck = (await FindAsync(run.RunId))!;
        Assert.Equal((RunStatus.Failed, 1, 3), (stuck.Status, stuck.ChunksDone, stuck.Total.Positions));
        Assert.Contains($"{RegistrationDefaults.StuckAfterSeconds} seconds", stuck.Reason, StringComparison.Ordinal);

        await CommitAsync(run, 1, WalletExamples.Finish());
        Assert.Equal((RunStatus.Completed, null), ((await FindAsync(run.RunId))!.Status, (await FindAsync(run.RunId))!.Reason));
    }

    [Fact]
    public async Task A_run_that_stores_nothing_is_reported_as_failed_when_its_time_is_up()
    {
        await ClaimAsync("requested");
        _clock.Advance(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(1));
        Assert.Equal(RunStatus.Running, (await FindAsync("requested"))!.Status);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var lost = (await FindAsync("requested"))!;
        Assert.Equal((RunStatus.Failed, true), (lost.Status, lost.Reason!.Contains("stored nothing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_that_fails_midway_reports_its_progress()
    {
        var run = TestRows.Run() with { ChunkCount = 5 };
        await CommitAsync(run, 0);
        await CommitAsync(run, 1);
        await _wallets.FailAsync(Wallet, new RunFailure(run.RunId, run.StartedAt, Noon.AddMinutes(1), RunStatus.Failed, "it broke"), Token);

        var failed = (await FindAsync(run.RunId))!;

        Assert.Equal((RunStatus.Failed, "it broke", 2, 6), (failed.Status, failed.Reason, failed.ChunksDone, failed.Total.Positions));
        Assert.Equal((run.Provider, Noon.AddMinutes(1)), (failed.Run!.Provider, failed.FinishedAt));
    }

    [Fact]
    public async Task A_run_may_be_waiting_only_until_a_later_fetch_or_a_deletion()
    {
        Assert.Null(await FindAsync("waiting", Noon));
        await ClaimAsync("other");
        Assert.Equal((RunStatus.Running, Noon), ((await FindAsync("waiting", Noon))!.Status, (await FindAsync("waiting", Noon))!.StartedAt));
        Assert.Null(await FindAsync("waiting", requestedAt: null));

        await CommitAsync(TestRows.Run("later", Noon.AddMinutes(1)), 0, WalletExamples.Finish());
        Assert.Null(await FindAsync("waiting", Noon));
        Assert.NotNull(await FindAsync("waiting", Noon.AddMinutes(2)));

        await _wallets.CloseAsync(Wallet, Noon.AddMinutes(3), Token);
        Assert.Null(await FindAsync("waiting", Noon.AddMinutes(2)));
        Assert.True(await _reading.IsDeletedAsync(Wallet, Token));
    }

    [Fact]
    public async Task While_a_run_stores_its_chunks_the_positions_are_as_old_as_the_previous_run()
    {
        await CommitAsync(TestRows.Run("run-1"), 0, WalletExamples.Finish());
        var next = TestRows.Run("run-2", Noon.AddHours(1)) with { ChunkCount = 2, Layout = "other" };
        await CommitAsync(next, 0);

        Assert.Equal(Noon, (await _reading.FindAsync(Wallet, Token))!.State.AsOf);
        Assert.Equal(Noon, (await _reading.FindPositionsAsync(Wallet, new PositionQuery { PageSize = 1 }, Token))!.AsOf);

        await CommitAsync(next, 1, WalletExamples.Finish());
        Assert.Equal(Noon.AddHours(1), (await _reading.FindAsync(Wallet, Token))!.State.AsOf);
    }

    [Fact]
    public async Task Gaps_of_the_stored_fetch_are_reported_although_a_later_run_failed()
    {
        var run = TestRows.Run() with { Skipped = new Dictionary<SkipReason, int> { [SkipReason.Trash] = 7 }, IncompleteReason = "the response was cut" };
        await CommitAsync(run, 0, WalletExamples.Finish(RunStatus.Partial, "the response was cut"));
        await _wallets.FailAsync(Wallet, new RunFailure("run-2", Noon.AddHours(1), Noon.AddHours(1), RunStatus.Failed, "no key"), Token);

        var report = (await _reading.FindAsync(Wallet, Token))!;

        Assert.Equal("run-2", report.LastRun!.RunId);
        Assert.Equal(7, report.State.Run!.Skipped[SkipReason.Trash]);
        Assert.Equal("the response was cut", report.Incomplete);
    }

    Task<RunReport?> FindAsync(string runId, DateTimeOffset? requestedAt = null) => _reading.FindRunAsync(Wallet, runId, requestedAt, Token);

    Task<WalletState?> ClaimAsync(string runId) => _wallets.TryClaimAsync(
        Wallet, new WalletClaim(runId, Noon, Noon.AddMinutes(15)), new ClaimTerms(Noon, Noon.AddMinutes(-15), FreshSince: null), Token);

    async Task CommitAsync(SyncRun run, int chunk, RunFinish? finish = null)
    {
        var state = await _wallets.FindAsync(Wallet, Token);
        var mark = WalletExamples.Mark(run, chunk, tally: new ChunkTally { Positions = 3 });
        Assert.NotNull(await _wallets.CommitAsync(WalletExamples.Commit(run, state, mark, [Position.From(TestRows.Position(chunk + 1))], finish: finish), Token));
    }
}
