using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Sync.Tests.Phases.Scheduling;

public sealed class WalletRefreshTests
{
    const string Wallet = TestRows.Wallet;

    readonly ManualTimeProvider _clock = new(Noon);
    readonly InMemoryWalletStore _store = new();
    readonly WalletRefresh _refresh;

    public WalletRefreshTests() => _refresh = new WalletRefresh(_store, _store, Options.Create(new RefreshOptions()), _clock);

    [Fact]
    public async Task Two_hundred_concurrent_requests_share_one_run()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => RequestAsync($"run-{number}"))));

        var started = Assert.Single(outcomes.OfType<RefreshOutcome.Started>());
        Assert.Equal(199, outcomes.OfType<RefreshOutcome.Joined>().Count(joined => joined.RunId == started.Request.RunId));
    }

    [Fact]
    public async Task The_request_has_the_registered_networks()
    {
        await new WalletRegistrations(_store, _store, _clock).RegisterAsync(Wallet, new RegistrationChange { Networks = ["base"] }, default);

        var started = Assert.IsType<RefreshOutcome.Started>(await RequestAsync("run"));

        Assert.Equal((Wallet, "run"), (started.Request.Wallet, started.Request.RunId));
        Assert.Equal(["base"], started.Request.Networks);
    }

    [Fact]
    public async Task A_stuck_run_no_longer_blocks_new_runs()
    {
        await RequestAsync("first");
        _clock.Advance(TimeSpan.FromSeconds(RegistrationDefaults.StuckAfterSeconds - 1));
        Assert.Equal(new RefreshOutcome.Joined("first"), await RequestAsync("second"));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("third"));
    }

    [Theory]
    [InlineData(2 * RegistrationDefaults.MessageLeaseSeconds, false)]
    [InlineData((2 * RegistrationDefaults.MessageLeaseSeconds) + 1, true)]
    [InlineData(RegistrationDefaults.StuckAfterSeconds, true)]
    public void A_claim_must_outlive_two_leases_of_a_message(int seconds, bool isValid)
    {
        var result = new SectionValidator<RefreshOptions>(RefreshOptions.Section).Validate(null, new RefreshOptions { StuckAfterSeconds = seconds });

        Assert.Equal(isValid, result.Succeeded);
        Assert.All(result.Failures ?? [], failure => Assert.StartsWith("Sync:Refresh:StuckAfterSeconds must be between 1201 and 86400: ", failure, StringComparison.Ordinal));
    }

    /// <summary>A run that was deferred, fetched by another one meanwhile, deferred again and then found needless blocked its wallet for 25 minutes.</summary>
    [Fact]
    public async Task A_claim_of_a_deferral_ends_with_a_fetch_after_its_request()
    {
        var requestedAt = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(5));
        var other = Run(Wallet, "other", minutes: 5 / 60d);
        await _store.CommitAsync(Commit(other, basis: null, upserts: WalletExamples.Positions(1)), default);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _refresh.ExtendClaimAsync(Wallet, "deferred", requestedAt, TimeSpan.FromSeconds(2), default);
        Assert.NotNull(await _store.FinishAsync(other, Finish(), default));

        Assert.True((await _refresh.FindNeedlessAsync(Wallet, "deferred", requestedAt, default))!.IsServed);
        Assert.Equal(new RefreshOutcome.Fresh("other", RunStatus.Completed), await RequestAsync("next"));
    }

    [Fact]
    public async Task A_repeated_request_with_the_same_run_id_continues_that_run()
    {
        await RequestAsync("first");

        Assert.Equal("first", Assert.IsType<RefreshOutcome.Started>(await RequestAsync("first")).Request.RunId);
    }

    [Fact]
    public async Task A_recently_finished_run_serves_requests_that_are_not_forced()
    {
        await _store.CommitAsync(Commit(Run(Wallet), basis: null, finish: Finish()), default);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new RefreshOutcome.Fresh("run-1", RunStatus.Completed), await RequestAsync("second"));
        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("forced", force: true));
        Assert.Equal(new RefreshOutcome.Joined("forced"), await RequestAsync("another", force: true));
    }

    [Fact]
    public async Task A_run_that_ended_longer_ago_does_not_count_as_fresh()
    {
        await _store.CommitAsync(Commit(Run(Wallet), basis: null, finish: Finish()), default);
        _clock.Advance(TimeSpan.FromSeconds(31));

        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("second"));
    }

    [Fact]
    public async Task A_run_that_failed_is_not_fresh()
    {
        await _store.FailAsync(Wallet, Failure(), default);

        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("second"));
    }

    [Fact]
    public async Task A_deleted_wallet_is_recreated_only_when_the_request_allows_it()
    {
        await RequestAsync("first");
        await _store.CloseAsync(Wallet, Noon, default);
        Assert.IsType<RefreshOutcome.Closed>(await RequestAsync("second", revive: true));
        while (await _store.RemoveSomeAsync(Wallet, Noon, default) is { DoneAt: null })
        {
        }

        Assert.IsType<RefreshOutcome.Closed>(await RequestAsync("third"));
        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("fourth", revive: true));
        Assert.Equal(new RefreshOutcome.Joined("fourth"), await RequestAsync("fifth"));
    }

    Task<RefreshOutcome> RequestAsync(string runId, bool force = false, bool revive = false) =>
        _refresh.RequestAsync(Wallet, new RefreshRequest(runId, force, revive), default);
}
