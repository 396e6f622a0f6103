using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Phases.Transactions;

/// <summary>Failures of the provider, which never damage a stored history.</summary>
public sealed class TransactionFailureTests
{
    [Fact]
    public async Task A_page_that_keeps_failing_is_retried_with_growing_delays_and_ends_the_history_partial()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(50) };
        FailBelow(driver, minute: 30);

        await driver.SyncAsync("run-1");

        Assert.Equal([5, 10, 20, 40], driver.Pipeline.Deferrals.Select(delay => delay.TotalSeconds));
        Assert.Empty(driver.Pipeline.Poison);
        Assert.Equal(TransactionDriver.Expected(driver.Ledger.Skip(30)), driver.Stored);
        Assert.False(driver.History!.IsComplete);
        Assert.Contains("page 3 keeps failing: 500", driver.History.Reason, StringComparison.Ordinal);
        Assert.Equal((Noon.AddMinutes(30), Noon.AddMinutes(49)), (driver.History.Oldest, driver.History.Newest));
    }

    [Fact]
    public async Task A_provider_outage_ends_the_history_partial_after_the_time_of_a_run_and_waiting_for_quota_does_not()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(25) };
        var started = driver.Pipeline.Clock.GetUtcNow();
        var quotaUntil = started.AddHours(30);
        driver.Pipeline.Ledger.Intercept = query => query.Cursor is null ? null
            : new ProviderResult.Throttled(TimeSpan.FromMinutes(15), "zerion is left alone.") { IsOutage = driver.Pipeline.Clock.GetUtcNow() >= quotaUntil };

        await driver.SyncAsync("run-1");

        Assert.Equal((false, 10), (driver.History!.IsComplete, driver.History.Stored));
        Assert.Equal("the provider stayed down: zerion is left alone.", driver.History.Reason);
        Assert.InRange(driver.Pipeline.Clock.GetUtcNow() - quotaUntil, TimeSpan.FromHours(6), TimeSpan.FromHours(7));

        driver.Pipeline.Ledger.Intercept = _ => null;
        await driver.SyncAsync("run-2");
        Assert.True(driver.History!.IsComplete);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_run_past_its_deadline_makes_no_more_calls_and_keeps_its_transactions(int minutesOfQuota)
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(35) };
        var now = driver.Pipeline.Clock.GetUtcNow();
        driver.Pipeline.Ledger.Intercept = query =>
        {
            if (query.Cursor is null)
            {
                return null;
            }

            driver.Pipeline.Clock.Advance(TimeSpan.FromMinutes(5));
            return minutesOfQuota == 0 ? null : new ProviderResult.Throttled(TimeSpan.FromMinutes(minutesOfQuota), "The quota is used up.");
        };
        driver.Pipeline.Send(QueueNames.SyncTransactions, MessageCodec.Encode(
            TransactionsMessage.First(TransactionDriver.Wallet, "run", now, deadline: now.AddMinutes(8))));
        await driver.Pipeline.DrainAsync();

        Assert.StartsWith("no time left before the deadline of the request", driver.History!.Reason, StringComparison.Ordinal);
        Assert.Equal(minutesOfQuota == 0 ? 30 : 10, driver.Stored.Count);
        Assert.Empty(driver.Pipeline.Deferrals);
    }

    [Fact]
    public async Task A_wallet_that_is_deleted_while_its_first_page_is_fetched_keeps_no_transactions()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(25) };
        var (wallets, pipeline) = (driver.Pipeline.Wallets, driver.Pipeline);
        await pipeline.SyncAsync("run-1");
        pipeline.Ledger.Intercept = _ =>
        {
            wallets.CloseAsync(TransactionDriver.Wallet, pipeline.Clock.GetUtcNow(), default).Wait();
            while (wallets.RemoveSomeAsync(TransactionDriver.Wallet, pipeline.Clock.GetUtcNow(), default).Result is { DoneAt: null })
            {
            }

            return null;
        };

        await driver.SyncAsync("run-2");

        Assert.Single(pipeline.Ledger.Calls);
        Assert.Null(driver.History);
        Assert.Empty(driver.Stored);
    }

    [Fact]
    public async Task The_next_run_tries_the_failed_page_once_and_keeps_its_transactions()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(200) };
        FailBelow(driver, minute: 100);
        await driver.SyncAsync("run-1");
        var stored = driver.Stored;
        driver.Pipeline.Deferrals.Clear();
        driver.Pipeline.Ledger.Intercept = query => query.To is null ? null : throw new ProviderException("500");

        await driver.SyncAsync("run-2");

        Assert.Single(driver.Pipeline.Ledger.Calls, query => query.To is not null);
        Assert.Empty(driver.Pipeline.Deferrals);
        Assert.Equal(stored, driver.Stored);
        Assert.False(driver.History!.IsComplete);
    }

    [Fact]
    public async Task A_run_after_a_partial_one_fetches_the_rest_from_where_it_stopped()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(500) };
        FailBelow(driver, minute: 300);
        await driver.SyncAsync("run-1");
        driver.Pipeline.Ledger.Alter = (_, page) => page;
        var calls = driver.Pipeline.Ledger.Calls.Count;

        driver.Ledger = [.. driver.Ledger, .. TransactionDriver.Rows(5, first: 500)];
        await driver.SyncAsync("run-2");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
        Assert.Equal((505, Noon, Noon.AddMinutes(504)), (driver.History.Stored, driver.History.Oldest, driver.History.Newest));
        var backfill = driver.Pipeline.Ledger.Calls.Skip(calls).First(query => query.From is null);
        Assert.Equal((Noon.AddMinutes(300).AddSeconds(1), null), (backfill.To, backfill.Cursor));
        // Seven pages of new and overlapping transactions, then 301 older ones: nothing in between is fetched again.
        Assert.Equal(7 + 31, driver.Pipeline.Ledger.Calls.Count - calls);
    }

    [Fact]
    public async Task Transactions_mined_before_an_empty_response_are_fetched_by_the_next_run()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(20) };
        await driver.SyncAsync("run-1");
        driver.Ledger = [];
        await driver.SyncAsync("run-2");
        Assert.Equal(Noon.AddMinutes(19), driver.History!.Newest);

        driver.Ledger = TransactionDriver.Rows(400);
        await driver.SyncAsync("run-3");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History.IsComplete);
    }

    [Fact]
    public async Task An_empty_response_does_not_end_the_backfill()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(500) };
        FailBelow(driver, minute: 300);
        await driver.SyncAsync("run-1");

        driver.Pipeline.Ledger.Alter = (query, page) => query.To is null ? page : page with { Rows = [], Next = null };
        await driver.SyncAsync("run-2");

        Assert.Equal((false, "the provider returned none of the stored transactions"), (driver.History!.IsComplete, driver.History.Reason));

        driver.Pipeline.Ledger.Alter = (_, page) => page;
        await driver.SyncAsync("run-3");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History.IsComplete);
    }

    [Fact]
    public async Task New_transactions_that_cannot_be_fetched_are_fetched_by_the_next_run()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(20) };
        await driver.SyncAsync("run-1");
        driver.Ledger = [.. driver.Ledger, .. TransactionDriver.Rows(300, first: 20)];
        driver.Pipeline.Ledger.Intercept = query => query.Cursor is null ? null : throw new ProviderException("500");

        await driver.SyncAsync("run-2");

        Assert.Equal((Noon.AddMinutes(19), false), (driver.History!.Newest, driver.History.IsComplete));
        Assert.NotNull(driver.History.Reason);

        driver.Pipeline.Ledger.Intercept = _ => null;
        await driver.SyncAsync("run-3");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
    }

    [Fact]
    public async Task An_incomplete_page_is_retried_and_stored_as_far_as_it_was_received()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(30) };
        driver.Pipeline.Ledger.Alter = (_, page) => page.Rows.Any(row => row.Nonce == 15)
            ? page with { Rows = [.. page.Rows.Where(row => row.Nonce != 15)], IncompleteReason = "the response was cut" }
            : page;

        await driver.SyncAsync("run-1");

        Assert.Equal(4, driver.Pipeline.Deferrals.Count);
        Assert.Equal(29, driver.Stored.Count);
        Assert.Equal((false, "the response was cut"), (driver.History!.IsComplete, driver.History.Reason));

        driver.Pipeline.Ledger.Alter = (_, page) => page;
        await driver.SyncAsync("run-2");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
    }

    [Fact]
    public async Task A_provider_out_of_quota_defers_the_page_for_the_stated_time()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(5) };
        var results = new Queue<ProviderResult?>([new ProviderResult.Throttled(TimeSpan.FromMinutes(7), "429"), null]);
        driver.Pipeline.Ledger.Intercept = _ => results.Dequeue();

        await driver.SyncAsync("run-1");

        Assert.Equal([TimeSpan.FromMinutes(7)], driver.Pipeline.Deferrals);
        Assert.True(driver.History!.IsComplete);
    }

    [Fact]
    public async Task A_provider_that_never_becomes_ready_ends_the_run_after_the_budget()
    {
        var driver = new TransactionDriver();
        driver.Pipeline.Ledger.Intercept = _ => new ProviderResult.NotReady(TimeSpan.FromSeconds(50), "202");

        await driver.SyncAsync("run-1");

        Assert.Equal(3, driver.Pipeline.Deferrals.Count);
        Assert.Equal("the provider never became ready: 202", driver.History!.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_is_reported_and_stored_transactions_stay(bool isRefused)
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(25) };
        await driver.SyncAsync("run-1");
        driver.Pipeline.Ledger.Intercept = _ => isRefused ? new ProviderResult.Refused("because") : new ProviderResult.Unauthorized("because");

        await driver.SyncAsync("run-2");

        Assert.Equal(("because", false, 25), (driver.History!.Reason, driver.History.IsComplete, driver.History.Stored));
        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.Empty(driver.Pipeline.Deferrals);

        driver.Pipeline.Ledger.Intercept = _ => null;
        await driver.SyncAsync("run-3");

        Assert.True(driver.History!.IsComplete);
    }

    static void FailBelow(TransactionDriver driver, int minute) => driver.Pipeline.Ledger.Alter = (_, page) =>
        page.Rows.Any(row => row.MinedAt < Noon.AddMinutes(minute)) ? throw new ProviderException("500") : page;
}
