using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Faults;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Phases.Transactions;

/// <summary>Whatever happens to the messages, the stored transactions are those of the provider.</summary>
public sealed class TransactionConvergenceTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Two_runs_with_interleaved_repeated_and_failing_pages_end_in_the_same_stored_set(int seed)
    {
        var driver = new TransactionDriver(instances: 3, seed, StoreFaults.AtRandom(new Random(seed), 0.2)) { Ledger = Ledger(120) };
        driver.Pipeline.Shuffle = true;
        driver.Pipeline.Duplication = 0.3;

        driver.Pipeline.Request("run-1", transactions: true);
        await MixAsync(driver, new Random(seed));
        driver.Ledger = [.. Ledger(120), .. TransactionDriver.Rows(20, first: 120)];
        driver.Pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        driver.Pipeline.Request("run-2", transactions: true);
        await driver.Pipeline.DrainAsync();

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
        Assert.Equal(driver.Stored.Count, driver.History.Stored);
        Assert.Empty(driver.Pipeline.Poison);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Duplicates_never_make_the_chain_of_pages_grow(int seed)
    {
        var driver = new TransactionDriver(seed: seed) { Ledger = Ledger(400) };
        driver.Pipeline.Duplication = 0.5;
        driver.Pipeline.Request("run-1", transactions: true);
        await driver.DrainPositionsAsync();

        var longest = 0;
        while (driver.Pipeline.Waiting.Count > 0)
        {
            longest = Math.Max(longest, driver.Pipeline.Waiting.Count);
            await driver.StepAsync(driver.Pipeline.Waiting.Count - 1);
        }

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        // Forty pages, each with at most one copy, which ends without a call of the provider.
        Assert.InRange(longest, 1, 41 + 3);
        Assert.InRange(driver.Pipeline.Ledger.Calls.Count, 40, 40 + 3 * 40);
    }

    [Fact]
    public async Task A_process_that_dies_between_commit_and_output_sends_the_next_page_on_redelivery()
    {
        var driver = new TransactionDriver { Ledger = Ledger(30) };
        driver.Pipeline.Request("run-1", transactions: true);
        await driver.DrainPositionsAsync();

        // The output of the first page is lost, and its message is redelivered with the same id.
        var first = driver.Pipeline.Waiting[0];
        await driver.StepAsync();
        driver.Pipeline.Waiting.Clear();
        driver.Pipeline.Waiting.Add(first);
        await driver.Pipeline.DrainAsync();

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
        Assert.Equal(3, driver.Pipeline.Ledger.Calls.Count);
    }

    [Fact]
    public async Task A_copy_with_another_id_and_a_late_page_of_an_older_run_change_nothing_and_make_no_call()
    {
        var driver = new TransactionDriver { Ledger = Ledger(30) };
        driver.Pipeline.Request("run-1", transactions: true);
        await driver.DrainPositionsAsync();
        var first = driver.Pipeline.Waiting[0];
        await driver.StepAsync();
        var second = driver.Pipeline.Waiting[0];
        driver.Pipeline.Waiting.Clear();
        driver.Pipeline.Clock.Advance(TransactionsDefaults.LostAfter);
        await driver.SyncAsync("run-2");
        var (calls, writes, history) = (driver.Pipeline.Ledger.Calls.Count, driver.Pipeline.Transactions.Writes, driver.History);

        driver.Pipeline.Send(first.Queue, first.Body);
        driver.Pipeline.Send(second.Queue, second.Body);
        await driver.Pipeline.DrainAsync();

        Assert.Equal((calls, writes), (driver.Pipeline.Ledger.Calls.Count, driver.Pipeline.Transactions.Writes));
        Assert.Equal(history, driver.History);
        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
    }

    [Fact]
    public async Task A_run_requested_during_another_one_starts_when_that_has_ended()
    {
        var driver = new TransactionDriver { Ledger = Ledger(100) };
        driver.Pipeline.Request("run-1", transactions: true);
        await driver.DrainPositionsAsync();
        for (var page = 0; page < 6; page++)
        {
            await driver.StepAsync();
        }

        var calls = driver.Pipeline.Ledger.Calls.Count;
        driver.Pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        await driver.SyncAsync("run-2");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
        // The rest of the first run, and then 61 of the overlap.
        Assert.Equal(4 + 7, driver.Pipeline.Ledger.Calls.Count - calls);
    }

    [Fact]
    public async Task New_transactions_are_stored_although_runs_are_requested_faster_than_quota_allows()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(20) };
        await driver.SyncAsync("first");
        driver.Ledger = TransactionDriver.Rows(600);
        var (pipeline, calls) = (driver.Pipeline, driver.Pipeline.Ledger.Calls.Count);
        pipeline.Ledger.Intercept = query => pipeline.Ledger.Calls.Count % 10 == 0
            ? new ProviderResult.Throttled(TimeSpan.FromHours(1), "The hour's quota is used up.")
            : null;

        for (var hour = 0; hour < 30 && (hour == 0 || pipeline.Waiting.Count > 0); hour++)
        {
            pipeline.Send(QueueNames.SyncTransactions, MessageCodec.Encode(
                TransactionsMessage.First(TransactionDriver.Wallet, $"hour-{hour}", pipeline.Clock.GetUtcNow())));
            await driver.StepAsync(pipeline.Waiting.Count - 1);
            var deferrals = pipeline.Deferrals.Count;
            while (pipeline.Waiting.Count > 0 && pipeline.Deferrals.Count == deferrals)
            {
                await driver.StepAsync();
            }
        }

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);

        // Sixty-five pages, pages that deferred runs request again, and a denial for every ten.
        Assert.InRange(pipeline.Ledger.Calls.Count - calls, 65, 110);
    }

    [Fact]
    public async Task More_new_transactions_than_a_run_has_pages_are_stored_over_several_runs()
    {
        var driver = new TransactionDriver(maxPages: 20) { Ledger = TransactionDriver.Rows(20) };
        await driver.SyncAsync("first");
        driver.Ledger = TransactionDriver.Rows(600);

        await driver.SyncAsync("second");
        Assert.Equal((false, Noon.AddMinutes(19)), (driver.History!.IsComplete, driver.History.Newest));
        await driver.SyncAsync("third");
        await driver.SyncAsync("fourth");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.Equal((true, Noon.AddMinutes(599)), (driver.History!.IsComplete, driver.History.Newest));
    }

    [Fact]
    public async Task A_run_whose_message_was_lost_is_resumed_by_the_next_one_and_both_complete()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(40) };
        driver.Pipeline.Request("lost", transactions: true);
        await driver.DrainPositionsAsync();
        await driver.StepAsync();
        driver.Pipeline.Waiting.Clear();
        driver.Ledger = TransactionDriver.Rows(55);

        driver.Pipeline.Clock.Advance(TransactionsDefaults.LostAfter - TimeSpan.FromMinutes(1));
        await driver.SyncAsync("waits");
        Assert.Equal(10, driver.Stored.Count);
        await driver.SyncAsync("wakes");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.Equal(("wakes", true), (driver.History!.Backfill!.RunId, driver.History.IsComplete));
    }

    [Fact]
    public async Task A_run_whose_first_message_was_lost_while_it_waited_for_quota_is_resumed_too()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(20) };
        await driver.SyncAsync("first");
        driver.Ledger = TransactionDriver.Rows(40);
        driver.Pipeline.Ledger.Intercept = _ => new ProviderResult.Throttled(TimeSpan.FromMinutes(30), "The quota is used up.");
        driver.Pipeline.Request("lost", transactions: true);
        await driver.DrainPositionsAsync();
        await driver.StepAsync();
        driver.Pipeline.Waiting.Clear();
        driver.Pipeline.Ledger.Intercept = _ => null;

        driver.Pipeline.Clock.Advance(TransactionsDefaults.LostAfter);
        await driver.SyncAsync("wakes");

        Assert.Empty(driver.Pipeline.Poison);
        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.Equal(("wakes", true), (driver.History!.Backfill!.RunId, driver.History.IsComplete));
    }

    [Fact]
    public async Task A_later_page_of_a_wallet_that_was_removed_leaves_nothing_behind()
    {
        var driver = new TransactionDriver { Ledger = Ledger(30) };
        driver.Pipeline.Request("run-1", transactions: true);
        await driver.DrainPositionsAsync();
        await driver.StepAsync();
        var second = driver.Pipeline.Waiting[0];

        var removed = new TransactionDriver { Ledger = Ledger(30) };
        removed.Pipeline.Send(second.Queue, second.Body);
        await removed.Pipeline.DrainAsync();

        Assert.Null(removed.History);
        Assert.Empty(removed.Stored);
        Assert.Empty(removed.Pipeline.Ledger.Calls);
    }

    /// <summary>Transactions of which several share an instant, so that pages end in the middle of one.</summary>
    static IReadOnlyList<WalletTransaction> Ledger(int count) =>
        [.. Enumerable.Range(0, count).Select(number => Transaction(number, minutes: number - (number % 3)))];

    static async Task MixAsync(TransactionDriver driver, Random random)
    {
        for (var steps = random.Next(30); steps > 0 && driver.Pipeline.Waiting.Count > 0; steps--)
        {
            await driver.StepAsync(random.Next(driver.Pipeline.Waiting.Count));
        }
    }
}
