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
    public async Task A_run_that_is_started_has_been_asked_for()
    {
        Assert.IsType<RefreshOutcome.Started>(await AskAsync("run", transactions: true));

        var request = Assert.Single(_sender.SentOf<SyncRequest>());
        Assert.Equal((Wallet, "run", true), (request.Wallet, request.RunId, request.Transactions));
    }

    [Fact]
    public async Task A_request_that_cannot_be_sent_holds_nobody_off()
    {
        _sender.Failure = new TransientStoreException("The queue does not answer.");
        await Assert.ThrowsAsync<TransientStoreException>(() => AskAsync("lost"));

        _sender.Failure = null;
        Assert.IsType<RefreshOutcome.Started>(await AskAsync("next"));
    }

    // Family: calls to queues on behalf of a caller who waits.
    [Fact]
    public async Task Caller_is_not_kept_waiting_while_the_queues_do_not_respond()
    {
        var requests = new RefreshRequests(new WalletRefresh(_store, _store, Options.Create(new RefreshOptions()), _clock), _store, new SilentSender(), _clock);
        var refresh = requests.AskAsync(Wallet, new RefreshRequest("lost", Force: false, Revive: true), null, default);
        var deletion = new WalletDeletions(_store, _store, new SilentSender(), _clock).AskAsync(Wallet, default);

        _clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TransientStoreException>(() => refresh);
        await Assert.ThrowsAsync<TransientStoreException>(() => deletion);
    }

    [Fact]
    public async Task An_announcement_of_which_nobody_was_told_holds_nobody_off()
    {
        var store = new FaultyWalletDirectory(_store, StoreFaults.AtCalls(FaultMoment.After, 1));
        var requests = new RefreshRequests(new WalletRefresh(_store, store, Options.Create(new RefreshOptions()), _clock), store, _sender, _clock);
        await Assert.ThrowsAsync<TransientStoreException>(() => requests.AskAsync(Wallet, new RefreshRequest("lost", Force: false, Revive: true), null, default));

        Assert.IsType<RefreshOutcome.Started>(await AskAsync("next"));
    }

    [Fact]
    public async Task The_first_of_two_faults_is_told()
    {
        var store = new FaultyWalletDirectory(_store, StoreFaults.OfOperation(nameof(IWalletDirectory.WithdrawAsync)));
        var requests = new RefreshRequests(new WalletRefresh(_store, store, Options.Create(new RefreshOptions()), _clock), store, _sender, _clock);
        _sender.Failure = new TransientStoreException("The queue does not answer.");

        var told = await Assert.ThrowsAsync<TransientStoreException>(() => requests.AskAsync(Wallet, new RefreshRequest("lost", Force: false, Revive: true), null, default));

        Assert.Same(_sender.Failure, told);
    }

    [Fact]
    public async Task Who_joins_a_run_gets_the_transactions_that_were_asked_for()
    {
        await AskAsync("first");
        _sender.Clear();

        Assert.Equal(new RefreshOutcome.Joined("first"), await AskAsync("second"));
        Assert.Equal(new RefreshOutcome.Joined("first"), await AskAsync("third", transactions: false));
        Assert.Empty(_sender.Sent);

        Assert.Equal(new RefreshOutcome.Joined("first"), await AskAsync("fourth", transactions: true));
        var page = Assert.IsType<TransactionsMessage>(Assert.Single(_sender.Sent).Message);
        Assert.Equal((Wallet, "fourth", 0, TestRows.Noon), (page.Wallet, page.RunId, page.Page, page.StartedAt));
    }

    sealed class SilentSender : IMessageSender
    {
        public Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default) => new TaskCompletionSource().Task;

        public Task RejectAsync(string queue, string body, CancellationToken cancellationToken) => new TaskCompletionSource().Task;

        public Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
            new TaskCompletionSource().Task;
    }

    Task<RefreshOutcome> AskAsync(string runId, bool? transactions = null) =>
        _requests.AskAsync(Wallet, new RefreshRequest(runId, Force: false, Revive: true), transactions, default);
}
