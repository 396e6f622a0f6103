using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases.Scheduling;

public sealed class SchedulePhaseTests : IMessageSender
{
    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryWalletStore _store = new();
    readonly List<SyncRequest> _sent = [];
    readonly List<string> _removals = [];
    int _sendsLeft = int.MaxValue;

    [Fact]
    public async Task Every_due_wallet_is_requested_once_however_many_instances_process_the_same_tick()
    {
        var wallets = await RegisterAsync(100);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TickAsync(_store))));

        Assert.Equal(wallets.Order(StringComparer.Ordinal), _sent.Select(request => request.Wallet).Order(StringComparer.Ordinal));
        Assert.All(_sent, request => Assert.Equal(ScheduleRules.RunIdOf(request.Wallet, TestRows.Noon), request.RunId));
    }

    [Fact]
    public async Task The_next_tick_requests_nothing_and_the_next_due_time_another_run()
    {
        var wallet = (await RegisterAsync(1))[0];
        await TickAsync(_store);
        await TickAsync(_store);
        Assert.Single(_sent);
        await EndAsync(_sent[0]);
        _clock.Advance(TimeSpan.FromMinutes(67));

        await TickAsync(_store);

        Assert.Equal([wallet, wallet], _sent.Select(request => request.Wallet));
        Assert.NotEqual(_sent[0].RunId, _sent[1].RunId);
    }

    [Fact]
    public async Task After_days_of_downtime_a_wallet_is_requested_once_and_its_due_time_is_in_the_future()
    {
        await RegisterAsync(1);
        _clock.Advance(TimeSpan.FromDays(3));

        await TickAsync(_store);
        await TickAsync(_store);

        var request = Assert.Single(_sent);
        Assert.True((await EntryAsync(request.Wallet)).DueAt > _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_backlog_is_requested_in_portions_until_none_is_left()
    {
        var wallets = await RegisterAsync(60);

        await TickAsync(_store, maxPerShard: 5);
        Assert.InRange(_sent.Count, 5, 20);
        for (var tick = 0; tick < 20; tick++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await TickAsync(_store, maxPerShard: 5);
        }

        Assert.Equal(wallets.Order(StringComparer.Ordinal), _sent.Select(request => request.Wallet).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Wallets_overdue_for_hours_are_served_before_those_just_due()
    {
        // The store lists wallets in the order of their addresses, so the late ones come last.
        var late = Enumerable.Range(101, 20).Select(TestRows.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var wallet in late)
        {
            await new WalletRegistrations(_store, _store, _clock).RegisterAsync(wallet, new RegistrationChange(), default);
        }

        _clock.Advance(TimeSpan.FromHours(2));
        await RegisterAsync(80);
        await TickAsync(_store, maxPerShard: 8);

        Assert.Superset(late, _sent.Select(request => request.Wallet).ToHashSet(StringComparer.Ordinal));
        Assert.InRange(_sent.Count, 21, 32);
    }

    [Fact]
    public async Task A_wallet_with_a_run_in_progress_only_gets_a_new_due_time()
    {
        var wallet = (await RegisterAsync(1))[0];
        await Refresh.RequestAsync(wallet, new RefreshRequest("requested", Force: true, Revive: false), default);

        await TickAsync(_store);

        Assert.Empty(_sent);
        var life = await EntryAsync(wallet);
        Assert.Equal("requested", life.Claim!.RunId);
        Assert.True(life.DueAt > _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_paused_wallet_that_is_still_due_leaves_the_schedule()
    {
        var wallet = (await RegisterAsync(1))[0];
        var entry = await EntryAsync(wallet);
        await _store.TryRegisterAsync(
            wallet, entry.Registration! with { IsPaused = true, Revision = 2 }, TestRows.Noon, entry, default);

        await TickAsync(_store);

        Assert.Empty(_sent);
        Assert.Null((await EntryAsync(wallet)).DueAt);
    }

    [Fact]
    public async Task The_scheduled_request_has_the_registered_networks()
    {
        await new WalletRegistrations(_store, _store, _clock).RegisterAsync(TestRows.Wallet, new RegistrationChange { Networks = ["base"] }, default);

        await TickAsync(_store);

        Assert.Equal(["base"], Assert.Single(_sent).Networks);
    }

    [Fact]
    public async Task Late_removals_are_requested_once_when_due_and_in_portions()
    {
        var wallets = await RegisterAsync(60);
        foreach (var wallet in wallets)
        {
            await _store.CloseAsync(wallet, _clock.GetUtcNow(), default);
        }

        await TickAsync(_store);
        Assert.Empty(_removals);
        _clock.Advance(TimeSpan.FromHours(7));
        await TickAsync(_store, maxPerShard: 5);
        Assert.InRange(_removals.Count, 5, 20);
        for (var tick = 0; tick < 20; tick++)
        {
            await TickAsync(_store, maxPerShard: 5);
        }

        Assert.Equal(wallets.Order(StringComparer.Ordinal), _removals.Order(StringComparer.Ordinal));
        Assert.Empty(_sent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task The_next_delivery_completes_a_claim_whose_request_was_lost_in_a_crash(int sends)
    {
        var wallets = await RegisterAsync(20);
        _sendsLeft = sends;
        foreach (var shard in await ShardsAsync())
        {
            await Assert.ThrowsAsync<TransientStoreException>(() => DeliverAsync(_store, shard, delivery: 1));
        }

        _sendsLeft = int.MaxValue;
        _clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var shard in await ShardsAsync(TestRows.Noon))
        {
            await DeliverAsync(_store, shard, delivery: 2);
        }

        Assert.Equal(wallets.Order(StringComparer.Ordinal), _sent.Select(request => request.Wallet).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(20, _sent.Select(request => request.RunId).Distinct().Count());
        Assert.All(_sent, request => Assert.Equal(ScheduleRules.RunIdOf(request.Wallet, TestRows.Noon), request.RunId));
    }

    [Fact]
    public async Task A_run_of_the_tick_that_has_ended_is_not_requested_again()
    {
        await RegisterAsync(1);
        var shards = await ShardsAsync();
        await TickAsync(_store);
        await EndAsync(_sent[0]);

        foreach (var shard in shards)
        {
            await DeliverAsync(_store, shard, delivery: 2);
        }

        Assert.Single(_sent);
    }

    [Fact]
    public async Task Random_database_failures_lose_no_run()
    {
        var wallets = await RegisterAsync(40);
        var faulty = new FaultyWalletDirectory(_store, StoreFaults.AtRandom(new Random(7), 0.5));
        foreach (var shard in await ShardsAsync())
        {
            for (var delivery = 1; ; delivery++)
            {
                try
                {
                    await DeliverAsync(faulty, shard, delivery);
                    break;
                }
                catch (TransientStoreException)
                {
                    Assert.InRange(delivery, 1, 100);
                }
            }
        }

        Assert.Equal(40, _sent.Select(request => request.RunId).Distinct().Count());
        Assert.Equal(wallets.Order(StringComparer.Ordinal), _sent.Select(request => request.Wallet).Distinct().Order(StringComparer.Ordinal));
    }

    Task IMessageSender.SendAsync(ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (_sent)
        {
            Assert.Equal(TimeSpan.Zero, delay);
            if (message is DeletionRequest deletion)
            {
                _removals.Add(deletion.Wallet);
                return Task.CompletedTask;
            }

            if (_sendsLeft-- <= 0)
            {
                throw new TransientStoreException("the queue is gone");
            }

            _sent.Add(Assert.IsType<SyncRequest>(message));
            return Task.CompletedTask;
        }
    }

    Task IMessageSender.RejectAsync(string queue, string body, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IMessageSender.ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task IMessageSender.ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    WalletRefresh Refresh => new(_store, _store, Options.Create(new RefreshOptions()), _clock);

    async Task TickAsync(IWalletDirectory directory, int maxPerShard = RegistrationDefaults.MaxPerShard)
    {
        foreach (var shard in await ShardsAsync())
        {
            await DeliverAsync(directory, shard, delivery: 1, maxPerShard);
        }
    }

    async Task<List<ShardRequest>> ShardsAsync(DateTimeOffset? tickAt = null) =>
    [
        .. (await _store.FindShardsAsync(default)).Select(shard =>
            new ShardRequest { Version = ShardRequest.CurrentVersion, Shard = shard, TickAt = tickAt ?? _clock.GetUtcNow() }),
    ];

    async Task DeliverAsync(IWalletDirectory directory, ShardRequest shard, long delivery, int maxPerShard = RegistrationDefaults.MaxPerShard)
    {
        var options = Options.Create(new ScheduleOptions { MaxPerShard = maxPerShard });
        var phase = new SchedulePhase(directory, this, Refresh, options, _clock, NullLogger<SchedulePhase>.Instance);
        using var usage = new DatabaseMeter().Begin();
        Assert.Equal(PhaseOutcome.Done, await phase.RunAsync(shard, new PhaseContext("message", usage, delivery), default));
    }

    async Task<List<string>> RegisterAsync(int count)
    {
        var registrations = new WalletRegistrations(_store, _store, _clock);
        var wallets = Enumerable.Range(1, count).Select(TestRows.Address).ToList();
        foreach (var wallet in wallets)
        {
            await registrations.RegisterAsync(wallet, new RegistrationChange(), default);
        }

        return wallets;
    }

    Task EndAsync(SyncRequest request) => _store.FailAsync(
        request.Wallet, new RunFailure(request.RunId!, _clock.GetUtcNow(), _clock.GetUtcNow(), RunStatus.Failed, "test"), default);

    async Task<WalletState> EntryAsync(string wallet) => (await _store.FindAsync(wallet, default))!;
}
