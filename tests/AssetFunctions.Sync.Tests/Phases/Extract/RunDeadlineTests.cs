using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases.Extract;

/// <summary>How long a run waits for its provider.</summary>
public sealed class RunDeadlineTests
{
    static readonly ProviderResult Outage = new ProviderResult.Throttled(TimeSpan.FromMinutes(30), "Zerion fails too often.") { IsOutage = true };
    static readonly ProviderResult Quota = new ProviderResult.Throttled(TimeSpan.FromHours(20), "The day's quota is used up.");

    readonly SyncDriver _driver = new();

    [Fact]
    public async Task A_wait_for_quota_beyond_the_deadline_ends_the_run_and_changes_nothing()
    {
        await StoredAsync();
        _driver.Provider.Returns(Quota);

        var record = await SyncAsync(TimeSpan.FromHours(1));

        Assert.Equal(RunStatus.Failed, record?.Status);
        Assert.Equal("The day's quota is used up. The wallet cannot be fetched before the deadline of the request", record?.Reason);
        Assert.Empty(_driver.Deferrals);
        Assert.Equal(10, _driver.Positions.Count);
    }

    [Fact]
    public async Task A_run_is_deferred_when_the_wait_ends_before_the_deadline()
    {
        _driver.Provider.Returns(Quota);
        _driver.Provider.Returns([.. TestRows.Positions(1)]);

        Assert.Equal(RunStatus.Completed, (await SyncAsync(TimeSpan.FromHours(21)))?.Status);
    }

    [Fact]
    public async Task A_request_received_after_its_deadline_is_not_fetched()
    {
        _driver.Provider.Returns(() => throw new InvalidOperationException("The provider must not be called."));

        var record = await SyncAsync(TimeSpan.Zero);

        Assert.Equal((RunStatus.Failed, "The wallet was not fetched before the deadline of the request"), (record?.Status, record?.Reason));
    }

    [Fact]
    public async Task A_wallet_in_preparation_at_the_deadline_ends_partial()
    {
        _driver.Provider.Returns(new ProviderResult.NotReady(TimeSpan.FromSeconds(10), "preparing"));

        var record = await SyncAsync(TimeSpan.FromSeconds(25));

        Assert.Equal(RunStatus.Partial, record?.Status);
        Assert.Equal(2, _driver.Deferrals.Count);
    }

    [Fact]
    public async Task Without_a_deadline_a_provider_that_stays_down_ends_the_run_after_six_hours()
    {
        _driver.Provider.Returns(Outage);

        var record = await SyncAsync(null);

        Assert.Equal(RunStatus.Failed, record?.Status);
        Assert.Contains("Sync:Extract:DeadlineSeconds", record?.Reason, StringComparison.Ordinal);
        Assert.Equal(11, _driver.Deferrals.Count);
    }

    [Fact]
    public async Task Without_a_deadline_waiting_for_quota_neither_ends_a_run_nor_uses_its_time()
    {
        for (var day = 0; day < 31; day++)
        {
            _driver.Provider.Returns(Quota);
        }

        for (var outage = 0; outage < 11; outage++)
        {
            _driver.Provider.Returns(Outage);
        }

        _driver.Provider.Returns([.. TestRows.Positions(1)]);

        Assert.Equal(RunStatus.Completed, (await SyncAsync(null))?.Status);
    }

    [Fact]
    public async Task A_rejected_key_fails_the_run_with_the_reason_and_keeps_what_is_stored()
    {
        await StoredAsync();
        _driver.Provider.Returns(new ProviderResult.Unauthorized("Zerion rejects the key in Zerion:ApiKey (status 401)."));

        var record = await SyncAsync(null);

        Assert.Equal((RunStatus.Failed, "Zerion rejects the key in Zerion:ApiKey (status 401)."), (record?.Status, record?.Reason));
        Assert.Equal(10, _driver.Positions.Count);
    }

    [Fact]
    public async Task A_call_is_cancelled_when_the_time_of_the_run_is_up()
    {
        var clock = new ManualTimeProvider();
        var store = new InMemoryWalletStore();
        var extract = ExtractPhases.Of(new SilentProvider(), store, clock);
        var request = new SyncRequest { Version = 1, Wallet = TestRows.Wallet, RunId = "run", Deadline = clock.GetUtcNow().AddMinutes(1) };

        var running = extract.RunAsync(request, new PhaseContext("id", new DatabaseMeter().Begin()), default);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(running.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(Assert.IsType<PhaseOutcome.Completed>(await running).Next);
        Assert.Equal(RunStatus.Failed, (await store.FindRunAsync(TestRows.Wallet, "run", default))?.Status);
    }

    [Fact]
    public async Task A_shutdown_is_not_treated_as_a_deadline()
    {
        var clock = new ManualTimeProvider();
        var extract = ExtractPhases.Of(new SilentProvider(), new InMemoryWalletStore(), clock);
        using var shutdown = new CancellationTokenSource();

        var running = extract.RunAsync(
            new SyncRequest { Version = 1, Wallet = TestRows.Wallet }, new PhaseContext("id", new DatabaseMeter().Begin()), shutdown.Token);
        await shutdown.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    async Task StoredAsync()
    {
        _driver.Provider.Returns([.. TestRows.Positions(10)]);
        await _driver.SyncAsync("before");
        _driver.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    async Task<RunRecord?> SyncAsync(TimeSpan? time)
    {
        var request = new SyncRequest { Version = 1, Wallet = TestRows.Wallet, RunId = "run", Deadline = _driver.Clock.GetUtcNow() + time };
        _driver.Send(QueueNames.SyncRequests, MessageCodec.Encode(request));
        await _driver.DrainAsync();
        return await _driver.Wallets.FindRunAsync(TestRows.Wallet, "run", default);
    }

    sealed class SilentProvider : IPositionProvider
    {
        public string Name => "zerion";

        public async Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("The endless wait has ended.");
        }
    }
}
