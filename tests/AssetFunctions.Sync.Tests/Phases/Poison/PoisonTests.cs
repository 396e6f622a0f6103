using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Sync.Tests.Phases.Poison;

public sealed class PoisonTests : ILogger<PoisonWatch>
{
    const string Wallet = TestRows.Wallet;

    readonly SyncDriver _driver = new();
    readonly InMemoryPoisonQueues _poison;
    readonly RunFailures _failures;
    readonly PoisonWatch _watch;
    readonly PoisonReplay _replay;
    int _alerts;

    public PoisonTests()
    {
        _poison = new InMemoryPoisonQueues(_driver.Send) { InsertedAt = TestRows.Noon };
        _failures = new RunFailures(_driver.Wallets, _driver.Transactions, _driver.Clock);
        _watch = new PoisonWatch(_poison, _failures, this);
        _replay = new PoisonReplay(_poison, _driver.Clock, NullLogger<PoisonReplay>.Instance);
    }

    [Theory]
    [InlineData(QueueNames.SyncRequests)]
    [InlineData(QueueNames.SyncAssets)]
    [InlineData(QueueNames.SyncPrices)]
    [InlineData(QueueNames.SyncPositions)]
    public async Task A_run_whose_message_is_poisoned_fails_and_completes_when_it_is_replayed(string queue)
    {
        _driver.Provider.Returns([.. TestRows.Positions(200)]);
        _driver.Request("run");
        await PoisonOneOfAsync(queue);

        await _watch.LookAsync(default);

        var failed = (await _driver.Wallets.FindAsync(Wallet, default))!;
        Assert.Equal((RunStatus.Failed, "run"), (failed.Status, failed.Failure!.RunId));
        Assert.Equal($"A message of the run could not be processed. It stays in {queue}-poison for seven days; replaying it completes the run.", failed.Failure.Reason);
        Assert.Equal((1, 1), (_alerts, _poison.CountOf(queue)));

        _driver.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _replay.ReplayAsync(queue, 100, default));
        await _driver.DrainAsync();

        Assert.Equal(RunStatus.Completed, (await _driver.Wallets.FindAsync(Wallet, default))!.Status);
        Assert.Equal(RunStatus.Completed, (await _driver.Wallets.FindRunAsync(Wallet, "run", default))!.Status);
        Assert.Equal((200, 0), (_driver.Positions.Count, _poison.CountOf(queue)));
    }

    [Fact]
    public async Task An_alert_is_raised_once_however_often_the_queues_are_checked()
    {
        _driver.Provider.Returns([.. TestRows.Positions(200)]);
        _driver.Request("run");
        await PoisonOneOfAsync(QueueNames.SyncPrices);
        _poison.Add(QueueNames.SyncPrices, "{");
        _poison.Add(QueueNames.WalletDeletions, "{}");

        for (var look = 0; look < 10; look++)
        {
            await _watch.LookAsync(default);
        }

        Assert.Equal((3, 2, 1), (_alerts, _poison.CountOf(QueueNames.SyncPrices), _poison.CountOf(QueueNames.WalletDeletions)));
    }

    [Fact]
    public async Task Every_message_is_noticed_even_behind_many_known_ones()
    {
        for (var message = 0; message < 500; message++)
        {
            _poison.Add(QueueNames.SyncAssets, $"{{{message}");
        }

        await _watch.LookAsync(default);
        Assert.Equal(500, _alerts);
        for (var look = 0; look < 5; look++)
        {
            await _watch.LookAsync(default);
        }

        Assert.Equal((500, 500), (_alerts, _poison.CountOf(QueueNames.SyncAssets)));
    }

    [Fact]
    public async Task While_the_database_is_down_alerts_are_raised_and_failures_are_recorded_when_it_is_back()
    {
        for (var message = 0; message < 40; message++)
        {
            _poison.Add(QueueNames.SyncRequests, MessageCodec.Encode(
                new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = Wallet, RunId = $"run-{message}" }));
        }

        var isDown = true;
        var wallets = new FaultyWalletStore(_driver.Wallets, StoreFaults.While(() => isDown));
        var watch = new PoisonWatch(_poison, new RunFailures(wallets, _driver.Transactions, _driver.Clock), this);
        for (var look = 0; look < 5; look++)
        {
            await Assert.ThrowsAsync<TransientStoreException>(() => watch.LookAsync(default));
        }

        Assert.Equal((40, 40, 0), (_alerts, _poison.CountOf(QueueNames.SyncRequests), _driver.Wallets.RunCountOf(Wallet)));
        isDown = false;
        await watch.LookAsync(default);
        Assert.Equal((40, 40), (_alerts, _driver.Wallets.RunCountOf(Wallet)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_poisoned_page_suspends_the_history_until_it_is_replayed(int page)
    {
        _driver.Provider.Returns([.. TestRows.Positions(3)]);
        _driver.Ledger.Ledger = TransactionExamples.Rows(35);
        _driver.Request("run", transactions: true);
        await _driver.StepAsync(0);
        for (var stored = 0; stored < page; stored++)
        {
            await _driver.StepAsync(_driver.Waiting.FindIndex(message => message.Queue == QueueNames.SyncTransactions));
        }

        await PoisonOneOfAsync(QueueNames.SyncTransactions);

        await _watch.LookAsync(default);

        var stopped = (await _driver.Transactions.FindHistoryAsync(Wallet, default))!.History;
        Assert.True(stopped.Backfill!.HasEnded);
        Assert.Equal(
            "A message of the run could not be processed. It stays in sync-transactions-poison for seven days; replaying it completes the run.", stopped.Reason);

        Assert.Equal(1, await _replay.ReplayAsync(QueueNames.SyncTransactions, 100, default));
        await _driver.DrainAsync();

        var history = (await _driver.Transactions.FindHistoryAsync(Wallet, default))!.History;
        Assert.Equal((true, null, 35), (history.IsComplete, history.Reason, history.Stored));
    }

    [Fact]
    public async Task A_poisoned_duplicate_of_a_run_that_completed_changes_nothing()
    {
        _driver.Provider.Returns([.. TestRows.Positions(3)]);
        _driver.Request("run");
        await _driver.StepAsync(0);
        _poison.Add(QueueNames.SyncAssets, _driver.Waiting[0].Body);
        await _driver.DrainAsync();

        await _watch.LookAsync(default);

        Assert.Equal(RunStatus.Completed, (await _driver.Wallets.FindAsync(Wallet, default))!.Status);
    }

    [Fact]
    public async Task A_poisoned_request_without_a_run_id_leaves_other_runs_alone()
    {
        await _driver.Wallets.TryClaimAsync(
            Wallet,
            new WalletClaim("healthy", TestRows.Noon, TestRows.Noon.AddMinutes(15)),
            new ClaimTerms(TestRows.Noon, TestRows.Noon.AddMinutes(-15), FreshSince: null),
            default);
        _poison.Add(QueueNames.SyncRequests, MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = Wallet }));

        await _watch.LookAsync(default);

        Assert.Equal(1, _alerts);
        Assert.Equal(0, _driver.Wallets.RunCountOf(Wallet));
        Assert.NotNull((await _driver.Wallets.FindAsync(Wallet, default))!.OpenClaim);
    }

    [Fact]
    public async Task A_message_of_a_wallet_deleted_long_ago_stores_nothing()
    {
        _driver.Clock.Advance(TimeSpan.FromDays(8));
        _poison.Add(QueueNames.SyncRequests, MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = Wallet, RunId = "run" }));

        await _watch.LookAsync(default);
        await _replay.ReplayAsync(QueueNames.SyncRequests, 10, default);
        await _driver.DrainAsync();

        Assert.Null(await _driver.Wallets.FindAsync(Wallet, default));
    }

    [Fact]
    public async Task The_wait_of_a_request_before_the_fix_does_not_count_against_it()
    {
        _driver.Provider.Returns([.. TestRows.Positions(3)]);
        var waited = new SyncRequest
        {
            Version = SyncRequest.CurrentVersion, Wallet = Wallet, RunId = "run",
            RequestedAt = TestRows.Noon, CountedSince = TestRows.Noon, NotReadySince = TestRows.Noon,
        };
        _poison.Add(QueueNames.SyncRequests, MessageCodec.Encode(waited));
        await _watch.LookAsync(default);
        _driver.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, await _replay.ReplayAsync(QueueNames.SyncRequests, 10, default));
        await _driver.DrainAsync();

        Assert.Equal(RunStatus.Completed, (await _driver.Wallets.FindRunAsync(Wallet, "run", default))!.Status);
    }

    [Fact]
    public async Task A_replay_stops_at_its_limit_and_does_not_repeat_messages_that_fail_again()
    {
        var back = new InMemoryPoisonQueues((_, _) => { });
        for (var message = 0; message < 100; message++)
        {
            back.Add(QueueNames.SyncAssets, $"{message}");
        }

        Assert.Equal(40, await new PoisonReplay(back, _driver.Clock, NullLogger<PoisonReplay>.Instance).ReplayAsync(QueueNames.SyncAssets, 40, default));
        Assert.Equal(60, back.CountOf(QueueNames.SyncAssets));

        InMemoryPoisonQueues? boomerang = null;
        boomerang = new InMemoryPoisonQueues((queue, body) => boomerang!.Add(queue, body));
        boomerang.Add(QueueNames.SyncAssets, "fails for ever");
        Assert.Equal(1, await new PoisonReplay(boomerang, _driver.Clock, NullLogger<PoisonReplay>.Instance).ReplayAsync(QueueNames.SyncAssets, 1_000, default));
        Assert.Equal(1, boomerang.CountOf(QueueNames.SyncAssets));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _alerts += eventId.Id == SyncEvents.Poisoned ? 1 : 0;

    // Processes everything but one message of the queue, which goes to its poison queue.
    async Task PoisonOneOfAsync(string queue)
    {
        while (_driver.Waiting.FindIndex(message => message.Queue == queue) is var found)
        {
            if (found >= 0)
            {
                _poison.Add(queue, _driver.Waiting[found].Body);
                _driver.Waiting.RemoveAt(found);
                break;
            }

            await _driver.StepAsync(0);
        }

        await _driver.DrainAsync();
    }
}
