using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Transactions;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Sync.Tests.Pipeline;

public sealed class PhaseRunnerTests : IQueueGateway, IPhase<SyncRequest>
{
    const string Wallet = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    static readonly SyncRequest Request = new() { Version = SyncRequest.CurrentVersion, Wallet = Wallet, RunId = "run" };

    readonly List<(string Queue, string Body, TimeSpan Delay)> _deferred = [];
    readonly List<(string Queue, string Body)> _poison = [];
    Func<SyncRequest, PhaseOutcome> _decide = _ => PhaseOutcome.Done;

    public string Queue => QueueNames.SyncRequests;

    [Fact]
    public async Task What_a_phase_completes_goes_to_the_following_stage()
    {
        _decide = message => new PhaseOutcome.Completed([message with { RunId = "next" }]);

        var next = await DeliverAsync(MessageCodec.Encode(Request));

        Assert.Equal("next", MessageCodec.Decode<SyncRequest>(Assert.Single(next)).RunId);
    }

    [Fact]
    public async Task What_goes_to_two_stages_is_told_apart()
    {
        var page = TransactionsMessage.First(Wallet, "run", DateTimeOffset.UnixEpoch);
        _decide = message => new PhaseOutcome.Completed([page, message]);

        var output = await Runner().RunForkAsync(this, MessageCodec.Encode(Request), "message", default);

        Assert.Equal(Request, MessageCodec.Decode<SyncRequest>(Assert.Single(output.Next)));
        Assert.Equal(page, MessageCodec.Decode<TransactionsMessage>(Assert.Single(output.Transactions)));
    }

    [Fact]
    public async Task What_a_phase_defers_goes_back_to_its_own_queue_and_is_no_failure()
    {
        _decide = message => new PhaseOutcome.Deferred(TimeSpan.FromSeconds(30), "not ready", message);

        Assert.Empty(await DeliverAsync(MessageCodec.Encode(Request)));

        var (queue, body, delay) = Assert.Single(_deferred);
        Assert.Equal((QueueNames.SyncRequests, "run", TimeSpan.FromSeconds(30)), (queue, MessageCodec.Decode<SyncRequest>(body).RunId, delay));
        Assert.Empty(_poison);
    }

    [Fact]
    public async Task What_a_phase_rejects_is_poison_with_its_text_unchanged()
    {
        _decide = _ => new PhaseOutcome.Rejected("no such wallet");
        var body = MessageCodec.Encode(Request);

        Assert.Empty(await DeliverAsync(body));

        Assert.Equal([(QueueNames.SyncRequests, body)], _poison);
    }

    [Fact]
    public async Task A_text_that_is_no_message_is_poison_without_a_call_of_the_phase()
    {
        _decide = _ => throw new InvalidOperationException("The phase was called.");

        Assert.Empty(await DeliverAsync("{"));

        Assert.Equal([(QueueNames.SyncRequests, "{")], _poison);
    }

    [Fact]
    public async Task A_fault_that_may_pass_reaches_the_host_which_delivers_again()
    {
        _decide = _ => throw new TransientStoreException("busy");

        await Assert.ThrowsAsync<TransientStoreException>(() => DeliverAsync(MessageCodec.Encode(Request)));

        Assert.Empty(_poison);
        Assert.Empty(_deferred);
    }

    Task<PhaseOutcome> IPhase<SyncRequest>.RunAsync(SyncRequest message, PhaseContext context, CancellationToken cancellationToken) => Task.FromResult(_decide(message));

    Task IQueueGateway.DeferAsync(string queue, string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        _deferred.Add((queue, body, delay));
        return Task.CompletedTask;
    }

    Task IQueueGateway.PoisonAsync(string queue, string body, CancellationToken cancellationToken)
    {
        _poison.Add((queue, body));
        return Task.CompletedTask;
    }

    Task<string[]> DeliverAsync(string body) => Runner().RunAsync(this, body, "message", default);

    PhaseRunner Runner() => new(this, new DatabaseMeter(), NullLogger<PhaseRunner>.Instance);
}
