using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Sync.Tests.Phases;

public sealed class PhaseRunnerTests : IPhase<SyncRequest>
{
    const string Wallet = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    static readonly SyncRequest Request = new() { Version = SyncRequest.CurrentVersion, Wallet = Wallet, RunId = "run" };

    readonly InMemoryMessageSender _sender = new();
    readonly ManualTimeProvider _clock = new();
    readonly DatabaseMeter _meter = new();
    readonly UnreportedUsage _unreported = new();
    StoreFaults _faults = StoreFaults.AtCalls(FaultMoment.Before);
    InMemoryWalletStore _wallets = new();
    Func<SyncRequest, PhaseOutcome> _decide = _ => PhaseOutcome.Done;
    Action<DatabaseUsageScope> _observe = _ => { };

    [Fact]
    public async Task Messages_of_a_completed_phase_go_to_their_queues()
    {
        var page = TransactionsMessage.First(Wallet, "run", DateTimeOffset.UnixEpoch);
        _decide = message => new PhaseOutcome.Completed([page, message with { RunId = "next" }]);

        await DeliverAsync(MessageCodec.Encode(Request));

        Assert.Equal([(page, TimeSpan.Zero), (Request with { RunId = "next" }, TimeSpan.Zero)], _sender.Sent);
    }

    [Fact]
    public async Task A_deferred_message_returns_to_its_own_queue_and_is_not_a_failure()
    {
        _decide = message => new PhaseOutcome.Deferred(TimeSpan.FromSeconds(30), "not ready", message);

        await DeliverAsync(MessageCodec.Encode(Request));

        Assert.Equal([(Request, TimeSpan.FromSeconds(30))], _sender.Sent);
        Assert.Empty(_sender.Rejected);
    }

    [Fact]
    public async Task A_rejected_message_is_poison_with_its_text_unchanged()
    {
        _decide = _ => new PhaseOutcome.Rejected("no such wallet");
        var body = MessageCodec.Encode(Request);

        await DeliverAsync(body);

        Assert.Equal([(QueueNames.SyncRequests, body)], _sender.Rejected);
        Assert.Empty(_sender.Sent);
    }

    [Fact]
    public async Task An_invalid_message_is_poison_without_a_call_of_the_phase()
    {
        _decide = _ => throw new InvalidOperationException("The phase was called.");

        await DeliverAsync("{");

        Assert.Equal([(QueueNames.SyncRequests, "{")], _sender.Rejected);
    }

    // Family: messages of a later version. A storage queue that was given no time to live keeps a message for seven days or for ever.
    [Fact]
    public async Task Message_of_a_later_version_goes_back_to_its_queue_unchanged_for_a_minute()
    {
        _decide = _ => throw new InvalidOperationException("The phase was called.");
        const string Body = "\uFEFF {\"version\": 99, \"wallet\": [] }\n";

        await DeliverAsync(Body, PhaseRunner.MaxDeliveries);
        await DeliverAsync(Body, expiresAt: DateTimeOffset.MaxValue);
        await DeliverAsync(Body, expiresAt: _clock.GetUtcNow().AddHours(5));

        Assert.Equal(
            [TimeSpan.FromDays(7), TimeSpan.FromDays(7), TimeSpan.FromHours(5)],
            _sender.Returned.Select(returned => returned.TimeToLive));
        Assert.All(_sender.Returned, returned => Assert.Equal((QueueNames.SyncRequests, Body, TimeSpan.FromMinutes(1)), (returned.Queue, returned.Body, returned.Delay)));
        Assert.Empty(_sender.Rejected);
    }

    [Fact]
    public async Task Message_of_a_later_version_that_no_release_reads_is_poison_before_it_expires()
    {
        const string Body = """{"version":99}""";
        var expiresAt = _clock.GetUtcNow().AddDays(7);
        var returns = 0;
        for (; _sender.Rejected.Count == 0; returns++)
        {
            await DeliverAsync(Body, expiresAt: expiresAt);
            Assert.InRange(_clock.GetUtcNow(), DateTimeOffset.MinValue, expiresAt);
            expiresAt = _sender.Returned.Count == 0 ? expiresAt : _clock.GetUtcNow() + _sender.Returned[^1].TimeToLive;
            _clock.Advance(TimeSpan.FromMinutes(61));
        }

        Assert.Equal([(QueueNames.SyncRequests, Body)], _sender.Rejected);
        Assert.InRange(returns, 164, 167);
    }

    [Fact]
    public async Task A_transient_failure_reaches_the_host_which_redelivers()
    {
        _decide = _ => throw new TransientStoreException("busy");

        await Assert.ThrowsAsync<TransientStoreException>(() => DeliverAsync(MessageCodec.Encode(Request)));

        Assert.Empty(_sender.Rejected);
        Assert.Empty(_sender.Sent);
    }

    // Family: a run reports exactly the requests that the database counted for it, in any delivery.
    [Fact]
    public async Task Message_carries_the_usage_of_its_failed_deliveries()
    {
        _observe = _ => _meter.Record(2.5);
        _decide = _ => throw new TransientStoreException("busy");
        await Assert.ThrowsAsync<TransientStoreException>(() => DeliverAsync(MessageCodec.Encode(Request), receipt: "first"));
        var replaced = Assert.IsType<SyncRequest>(_sender.Replaced["first"]);
        _decide = message => new PhaseOutcome.Deferred(TimeSpan.FromSeconds(1), "not ready", message);
        await DeliverAsync(MessageCodec.Encode(replaced), receipt: "second");
        var deferred = Assert.Single(_sender.SentOf<SyncRequest>());
        _decide = _ => new PhaseOutcome.Completed([new PricesMessage(OneChunk()), new PricesMessage(OneChunk())]);
        await DeliverAsync(MessageCodec.Encode(deferred), receipt: "third");

        Assert.Equal([new DatabaseUsage(1, 2.5), new DatabaseUsage(2, 5)], [replaced.Usage, deferred.Usage]);
        Assert.Equal([new DatabaseUsage(3, 7.5), default], _sender.SentOf<PricesMessage>().Select(next => next.Used));
        Assert.Equal(["first"], _sender.Replaced.Keys);
    }

    [Fact]
    public async Task Message_carries_the_usage_of_a_delivery_whose_outputs_could_not_be_sent()
    {
        _observe = _ => _meter.Record(2.5);
        _decide = _ => new PhaseOutcome.Completed([new PricesMessage(OneChunk())]);
        _sender.SendFailure = new InvalidOperationException("The queue does not respond.");

        var ex = await Assert.ThrowsAsync<InvalidOperationException>(() => DeliverAsync(MessageCodec.Encode(Request), receipt: "first"));

        Assert.Same(_sender.SendFailure, ex);
        Assert.Equal(new DatabaseUsage(1, 2.5), Assert.IsType<SyncRequest>(_sender.Replaced["first"]).Usage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Usage_of_a_failed_delivery_is_counted_once_when_the_change_of_its_message_is_uncertain(bool isChangedAllTheSame)
    {
        var seen = new List<DatabaseUsage>();
        _observe = usage =>
        {
            _meter.Record(2.5);
            seen.Add(usage.Usage);
        };
        _decide = _ => throw new TransientStoreException("busy");
        _sender.Failure = new TransientStoreException("The queue does not respond.");
        var ex = await Assert.ThrowsAsync<TransientStoreException>(() => DeliverAsync(MessageCodec.Encode(Request), receipt: "first"));

        _sender.Failure = null;
        _decide = _ => PhaseOutcome.Done;
        await DeliverAsync(MessageCodec.Encode(isChangedAllTheSame ? Request with { Usage = new DatabaseUsage(1, 2.5) } : Request), receipt: "second");

        Assert.Equal("busy", ex.Message);
        Assert.Equal([1, 2], seen.Select(usage => usage.Requests));
    }

    // The host is about to move it, by the receipt that a change would end.
    [Fact]
    public async Task Message_is_not_changed_after_its_last_delivery()
    {
        _observe = _ => _meter.Record(2.5);
        _decide = _ => throw new TransientStoreException("busy");

        await Assert.ThrowsAsync<TransientStoreException>(() => DeliverAsync(MessageCodec.Encode(Request), PhaseRunner.MaxDeliveries, "last"));

        Assert.Empty(_sender.Replaced);
    }

    [Fact]
    public async Task The_last_failure_of_a_message_is_recorded_in_its_run()
    {
        var body = MessageCodec.Encode(Request);
        foreach (var (fault, why) in new (Exception, string)[]
        {
            (new TransientStoreException("The database is throttling."), "The database is throttling"), (new InvalidOperationException("a secret"), "InvalidOperationException"),
        })
        {
            _wallets = new InMemoryWalletStore();
            _decide = _ => throw fault;

            await Assert.ThrowsAsync(fault.GetType(), () => DeliverAsync(body, PhaseRunner.MaxDeliveries - 1));
            Assert.Null(await _wallets.FindRunAsync(Wallet, "run", default));

            await Assert.ThrowsAsync(fault.GetType(), () => DeliverAsync(body, PhaseRunner.MaxDeliveries));
            var run = (await _wallets.FindRunAsync(Wallet, "run", default))!;
            Assert.Equal(
                (RunStatus.Failed, $"A message of the run failed 5 times, most recently with: {why}. It stays in sync-requests-poison for seven days; replaying it completes the run."),
                (run.Status, run.Reason));
        }
    }

    [Fact]
    public async Task A_failure_that_cannot_be_recorded_does_not_hide_the_original()
    {
        _faults = StoreFaults.Always();
        _decide = _ => throw new InvalidOperationException("the first fault");

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => DeliverAsync(MessageCodec.Encode(Request), PhaseRunner.MaxDeliveries));

        Assert.Equal("the first fault", fault.Message);
    }

    Task<PhaseOutcome> IPhase<SyncRequest>.RunAsync(SyncRequest message, PhaseContext context, CancellationToken cancellationToken)
    {
        _observe(context.Usage);
        return Task.FromResult(_decide(message));
    }

    static Chunk OneChunk() => ChunkPlanner.Plan(TestRows.Run(), TestRows.Positions(1), [], 90)[0].Chunk;

    Task DeliverAsync(string body, int delivery = 1, string? receipt = null, DateTimeOffset? expiresAt = null) =>
        Runner().RunAsync(this, new Delivery("message", body, delivery, receipt, expiresAt), default);

    PhaseRunner Runner()
    {
        var wallets = new FaultyWalletStore(_wallets, _faults);
        var failures = new RunFailures(wallets, new InMemoryTransactionStore(_wallets), _clock);
        return new PhaseRunner(_sender, _meter, _unreported, failures, _clock, NullLogger<PhaseRunner>.Instance);
    }
}
