using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases.Scheduling;

public sealed class RefreshRequestsTests
{
    const string Wallet = TestRows.Wallet;

    readonly InMemoryWalletStore _store = new();
    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryMessageSender _sender = new();
    readonly RefreshRequests _requests;

    public RefreshRequestsTests() =>
        _requests = new RefreshRequests(new WalletRefresh(_store, _store, Options.Create(new RefreshOptions()), _clock), _store, _sender, _clock);

    [Fact]
    public async Task The_request_of_a_started_run_has_been_sent()
    {
        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("run", transactions: true));

        var request = Assert.Single(_sender.SentOf<SyncRequest>());
        Assert.Equal((Wallet, "run", true), (request.Wallet, request.RunId, request.Transactions));
    }

    [Fact]
    public async Task A_request_that_cannot_be_sent_does_not_block_new_runs()
    {
        _sender.Failure = new TransientStoreException("The queue does not respond.");
        await Assert.ThrowsAsync<TransientStoreException>(() => RequestAsync("lost"));

        _sender.Failure = null;
        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("next"));
    }

    // Family: calls to queues while a caller waits.
    [Fact]
    public async Task Caller_is_not_kept_waiting_while_the_queues_do_not_respond()
    {
        var requests = new RefreshRequests(new WalletRefresh(_store, _store, Options.Create(new RefreshOptions()), _clock), _store, new SilentSender(), _clock);
        var refresh = requests.RequestAsync(Wallet, new RefreshRequest("lost", Force: false, Revive: true), null, default);
        var deletion = new WalletDeletions(_store, _store, new SilentSender(), _clock).RequestAsync(Wallet, default);

        _clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TransientStoreException>(() => refresh);
        await Assert.ThrowsAsync<TransientStoreException>(() => deletion);
    }

    [Fact]
    public async Task A_claim_whose_response_was_lost_does_not_block_new_runs()
    {
        var store = new FaultyWalletDirectory(_store, StoreFaults.AtCalls(FaultMoment.After, 1));
        var requests = new RefreshRequests(new WalletRefresh(_store, store, Options.Create(new RefreshOptions()), _clock), store, _sender, _clock);
        await Assert.ThrowsAsync<TransientStoreException>(() => requests.RequestAsync(Wallet, new RefreshRequest("lost", Force: false, Revive: true), null, default));

        Assert.IsType<RefreshOutcome.Started>(await RequestAsync("next"));
    }

    [Fact]
    public async Task The_first_of_two_exceptions_is_thrown()
    {
        var store = new FaultyWalletDirectory(_store, StoreFaults.OfOperation(nameof(IWalletDirectory.WithdrawAsync)));
        var requests = new RefreshRequests(new WalletRefresh(_store, store, Options.Create(new RefreshOptions()), _clock), store, _sender, _clock);
        _sender.Failure = new TransientStoreException("The queue does not respond.");

        var thrown = await Assert.ThrowsAsync<TransientStoreException>(() => requests.RequestAsync(Wallet, new RefreshRequest("lost", Force: false, Revive: true), null, default));

        Assert.Same(_sender.Failure, thrown);
    }

    [Fact]
    public async Task A_caller_that_joins_a_run_gets_the_requested_transactions()
    {
        await RequestAsync("first");
        _sender.Clear();

        Assert.Equal(new RefreshOutcome.Joined("first"), await RequestAsync("second"));
        Assert.Equal(new RefreshOutcome.Joined("first"), await RequestAsync("third", transactions: false));
        Assert.Empty(_sender.Sent);

        Assert.Equal(new RefreshOutcome.Joined("first"), await RequestAsync("fourth", transactions: true));
        var page = Assert.IsType<TransactionsMessage>(Assert.Single(_sender.Sent).Message);
        Assert.Equal((Wallet, "fourth", 0, TestRows.Noon), (page.Wallet, page.RunId, page.Page, page.StartedAt));
    }

    sealed class SilentSender : IMessageSender
    {
        public Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default) => new TaskCompletionSource().Task;

        public Task RejectAsync(string queue, string body, CancellationToken cancellationToken) => new TaskCompletionSource().Task;

        public Task ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken) =>
            new TaskCompletionSource().Task;

        public Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
            new TaskCompletionSource().Task;
    }

    Task<RefreshOutcome> RequestAsync(string runId, bool? transactions = null) =>
        _requests.RequestAsync(Wallet, new RefreshRequest(runId, Force: false, Revive: true), transactions, default);
}
