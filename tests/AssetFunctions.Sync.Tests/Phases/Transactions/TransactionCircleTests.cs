using AssetFunctions.Testing.Faults;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Phases.Transactions;

/// <summary>Pages of a provider that link in a circle.</summary>
public sealed class TransactionCircleTests
{
    [Theory]
    [InlineData(6, 1)]
    [InlineData(3, 2)]
    [InlineData(20, 19)]
    [InlineData(60, 45)]
    public async Task Pages_that_link_in_a_circle_end_the_run_soon_and_the_history_partial(int pages, int lengthOfCircle)
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(700) };
        LinkBack(driver, pages, lengthOfCircle);

        await driver.SyncAsync("run-1");

        Assert.InRange(driver.Pipeline.Ledger.Calls.Count, pages, 3 * pages);
        Assert.Equal(TransactionDriver.Expected(driver.Ledger.TakeLast(10 * pages)), driver.Stored);
        Assert.Equal(("the pages link in a circle", false), (driver.History!.Reason, driver.History.IsComplete));
        Assert.Equal((true, false, null), (driver.History.Backfill!.HasEnded, driver.History.Backfill.IsPaused, driver.History.Backfill.Cursors));
    }

    [Fact]
    public async Task New_transactions_behind_a_circle_are_fetched_after_it_is_gone()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(20) };
        await driver.SyncAsync("run-1");
        driver.Ledger = [.. driver.Ledger, .. TransactionDriver.Rows(300, first: 20)];
        LinkBack(driver, pages: 3, lengthOfCircle: 2);

        await driver.SyncAsync("run-2");

        Assert.Equal((Noon.AddMinutes(19), "the pages link in a circle"), (driver.History!.Newest, driver.History.Reason));

        driver.Pipeline.Ledger.Alter = (_, page) => page;
        await driver.SyncAsync("run-3");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
    }

    [Fact]
    public async Task A_circle_longer_than_the_page_limit_is_noticed_by_a_later_run()
    {
        var driver = new TransactionDriver(maxPages: 6) { Ledger = TransactionDriver.Rows(20) };
        await driver.SyncAsync("run-1");
        driver.Ledger = [.. driver.Ledger, .. TransactionDriver.Rows(300, first: 20)];
        LinkBack(driver, pages: 8, lengthOfCircle: 7);

        await driver.SyncAsync("run-2");
        Assert.True(driver.History!.Backfill!.IsPaused);
        await driver.SyncAsync("run-3");
        await driver.SyncAsync("run-4");

        Assert.Equal((false, "the pages link in a circle"), (driver.History!.Backfill!.IsPaused, driver.History.Reason));
    }

    [Fact]
    public async Task Copies_of_messages_and_store_failures_do_not_count_as_a_circle()
    {
        var driver = new TransactionDriver(instances: 2, faults: StoreFaults.AtRandom(new Random(3), 0.2)) { Ledger = TransactionDriver.Rows(300) };
        driver.Pipeline.Duplication = 0.5;

        await driver.SyncAsync("run-1");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.True(driver.History!.IsComplete);
    }

    /// <summary>Lets the last of the first pages link back to an earlier one.</summary>
    static void LinkBack(TransactionDriver driver, int pages, int lengthOfCircle)
    {
        var cursors = new List<string>();
        driver.Pipeline.Ledger.Alter = (query, page) =>
        {
            if (query.Cursor is null)
            {
                cursors.Clear();
            }

            if (page.Next is { } next && !cursors.Contains(next))
            {
                cursors.Add(next);
            }

            return query.Cursor is { } cursor && cursors.IndexOf(cursor) == pages - 2 ? page with { Next = cursors[pages - 1 - lengthOfCircle] } : page;
        };
    }
}
