using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Phases.Transactions;

/// <summary>Transactions whose block was reorganized away: stored, but no longer shown by the provider.</summary>
public sealed class ReorganizationTests
{
    [Fact]
    public async Task A_transaction_missing_from_the_complete_overlap_is_marked_as_dropped()
    {
        var driver = await SyncedAsync();

        driver.Ledger = Without(driver, 90, 97);
        await driver.SyncAsync("run-2");

        Assert.Equal([90, 97], Dropped(driver));
        Assert.Equal((100, 2), (driver.History!.Stored, driver.History.Backfill!.Tally.Written));

        await driver.SyncAsync("run-3");
        Assert.Equal((0, true), (driver.History!.Backfill!.Tally.Written, driver.History.IsComplete));
    }

    [Fact]
    public async Task A_dropped_transaction_that_is_mined_again_returns_with_its_new_time()
    {
        var driver = await SyncedAsync();
        var rows = driver.Ledger;
        driver.Ledger = Without(driver, 95);
        await driver.SyncAsync("run-2");

        driver.Ledger = [.. Without(driver, 95), rows[95] with { MinedAt = Noon.AddMinutes(100.5), Block = 1 }];
        await driver.SyncAsync("run-3");

        Assert.Empty(Dropped(driver));
        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
    }

    [Fact]
    public async Task A_transaction_mined_again_at_another_time_at_once_is_not_dropped()
    {
        var driver = await SyncedAsync();

        driver.Ledger = [.. Without(driver, 95), driver.Ledger[95] with { MinedAt = Noon.AddMinutes(120), Block = 1 }];
        await driver.SyncAsync("run-2");

        Assert.Empty(Dropped(driver));
        Assert.Equal((100, 1), (driver.History!.Stored, driver.History.Backfill!.Tally.Written));
    }

    [Fact]
    public async Task Transactions_older_than_the_overlap_are_never_dropped()
    {
        var driver = await SyncedAsync();

        driver.Ledger = Without(driver, 5, 38);
        await driver.SyncAsync("run-2");

        Assert.Empty(Dropped(driver));
    }

    [Fact]
    public async Task A_response_without_any_transaction_drops_nothing()
    {
        var driver = await SyncedAsync();

        driver.Ledger = [];
        await driver.SyncAsync("run-2");

        Assert.Empty(Dropped(driver));
        Assert.Equal(100, driver.Stored.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Incomplete_pages_and_unreadable_rows_drop_nothing(bool isCut)
    {
        var driver = await SyncedAsync();
        driver.Pipeline.Ledger.Alter = (query, page) => query.Cursor is not null ? page
            : isCut ? page with { IncompleteReason = "cut" }
            : page with { Skipped = new Dictionary<SkipReason, int> { [SkipReason.Malformed] = 1 } };

        driver.Ledger = Without(driver, 90);
        await driver.SyncAsync("run-2");

        Assert.Empty(Dropped(driver));
    }

    [Fact]
    public async Task A_backfill_that_stops_early_drops_nothing()
    {
        var driver = await SyncedAsync();
        driver.Pipeline.Ledger.Intercept = query => query.Cursor is null ? null : throw new ProviderException("500");

        driver.Ledger = Without(driver, 99);
        await driver.SyncAsync("run-2");

        Assert.Empty(Dropped(driver));
    }

    static async Task<TransactionDriver> SyncedAsync()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(100) };
        await driver.SyncAsync("run-1");
        return driver;
    }

    static IReadOnlyList<WalletTransaction> Without(TransactionDriver driver, params int[] numbers) =>
        [.. driver.Ledger.Where(row => !numbers.Contains((int)row.Nonce!))];

    static IEnumerable<int> Dropped(TransactionDriver driver) => driver.Pipeline.Transactions.TransactionsOf(TransactionDriver.Wallet)
        .Where(stored => stored.Transaction.Row.Status == TransactionStatuses.Dropped)
        .Select(stored => (int)stored.Transaction.Row.Nonce!)
        .Order();
}
