using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Fixtures;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Phases.Transactions;

public sealed class TransactionsPhaseTests
{
    [Fact]
    public async Task A_run_requested_without_transactions_fetches_none()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(5) };

        await driver.Pipeline.SyncAsync("run-1");

        Assert.Empty(driver.Pipeline.Ledger.Calls);
        Assert.Null(driver.History);
    }

    [Fact]
    public async Task A_first_history_is_stored_page_by_page_to_its_beginning()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(95) };

        await driver.SyncAsync("run-1");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.Equal(10, driver.Pipeline.Ledger.Calls.Count);
        Assert.Equal((true, null, 95), (driver.History!.IsComplete, driver.History.Reason, driver.History.Stored));
        Assert.Equal((Noon, Noon.AddMinutes(94)), (driver.History.Oldest, driver.History.Newest));
        Assert.Equal((10, 95, 95, 0), (driver.History.Backfill!.Tally.Pages, driver.History.Backfill.Tally.New, driver.History.Backfill.Tally.Written, driver.History.Backfill.Tally.Unchanged));
    }

    [Fact]
    public async Task A_wallet_without_transactions_has_a_complete_history()
    {
        var driver = new TransactionDriver();

        await driver.SyncAsync("run-1");
        await driver.SyncAsync("run-2");

        Assert.True(driver.History!.IsComplete);
        Assert.Equal((null, null), (driver.History.Newest, driver.History.Oldest));
        Assert.Equal(2, driver.Pipeline.Ledger.Calls.Count);
    }

    [Fact]
    public async Task A_second_run_fetches_only_the_overlap_and_writes_nothing()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(200) };
        await driver.SyncAsync("run-1");
        var (calls, writes) = (driver.Pipeline.Ledger.Calls.Count, driver.Pipeline.Transactions.Writes);

        await driver.SyncAsync("run-2");

        // One hour of one transaction a minute, both ends included, ten to a page.
        var fetched = driver.Pipeline.Ledger.Calls.Skip(calls).ToList();
        Assert.Equal(Noon.AddMinutes(199 - 60), fetched[0].From);
        Assert.Equal(7, fetched.Count);
        Assert.Equal(writes, driver.Pipeline.Transactions.Writes);
        Assert.Equal((61, 0, 0), (driver.History!.Backfill!.Tally.Unchanged, driver.History.Backfill.Tally.New, driver.History.Backfill.Tally.Written));
        Assert.True(driver.History.IsComplete);
    }

    [Fact]
    public async Task New_transactions_and_changes_inside_the_overlap_are_written_and_nothing_else()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(100) };
        await driver.SyncAsync("run-1");
        var priced = driver.Ledger[90] with { Transfers = [driver.Ledger[90].Transfers[0] with { PriceUsd = 7m }] };
        var trash = driver.Ledger[91] with { IsTrash = true };

        driver.Ledger = [.. driver.Ledger.Take(90), priced, trash, .. driver.Ledger.Skip(92), .. TransactionDriver.Rows(15, first: 100)];
        await driver.SyncAsync("run-2");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
        Assert.Equal((15, 17), (driver.History!.Backfill!.Tally.New, driver.History.Backfill.Tally.Written));
        Assert.Equal((115, Noon.AddMinutes(114)), (driver.History.Stored, driver.History.Newest));
    }

    [Fact]
    public async Task A_transaction_from_the_future_does_not_hide_later_ones()
    {
        var driver = new TransactionDriver { Ledger = [Transaction(1), Transaction(2, minutes: 60 * 24 * 3650)] };
        driver.Pipeline.Clock.Advance(Noon.AddDays(1) - driver.Pipeline.Clock.GetUtcNow() is { Ticks: > 0 } ahead ? ahead : TimeSpan.Zero);
        await driver.SyncAsync("run-1");

        driver.Ledger = [.. driver.Ledger, Transaction(3) with { MinedAt = driver.Pipeline.Clock.GetUtcNow() }];
        await driver.SyncAsync("run-2");

        Assert.Equal(TransactionDriver.Expected(driver.Ledger), driver.Stored);
    }

    [Fact]
    public async Task Assets_are_registered_without_a_price_and_those_of_trash_are_not()
    {
        var fee = new TransactionFee(Item("0xfee", 1, "base"), 9m);
        var approved = Transaction(3) with { Approvals = [new TransactionApproval { Item = Item("0xapproved", 1) }] };
        var driver = new TransactionDriver { Ledger = [Transaction(1, network: "base") with { Fee = fee }, Transaction(2, isTrash: true), approved] };

        await driver.SyncAsync("run-1");

        var moved = driver.Pipeline.Assets.Assets.Where(asset => asset.Key != TestRows.Position().Asset).ToList();
        Assert.Equal(
            ["base:0x1", "base:0xfee", "ethereum:0x3", "ethereum:0xapproved", "ethereum:native"],
            moved.Select(asset => asset.Key.ToString()).Order(StringComparer.Ordinal));
        Assert.All(moved, asset => Assert.Null(asset.Price));
        Assert.Equal(3, driver.Stored.Count);
    }

    [Fact]
    public async Task Known_assets_keep_their_price()
    {
        var position = TestRows.Position();
        var row = Transaction(1) with
        {
            Transfers = [new TransactionTransfer { Direction = "in", PriceUsd = 0.01m, Item = Item(position.Asset.ContractAddress, 1) }],
        };
        var driver = new TransactionDriver { Ledger = [row] };

        await driver.SyncAsync("run-1");
        await driver.SyncAsync("run-2");

        Assert.Equal(2m, driver.Pipeline.Assets.Assets.Single(asset => asset.Key == position.Asset).Price?.Usd);
    }

    [Fact]
    public async Task A_duplicate_row_is_stored_once()
    {
        var driver = new TransactionDriver { Ledger = [Transaction(1), Transaction(1)] };

        await driver.SyncAsync("run-1");

        Assert.Equal(1, driver.History!.Stored);
        Assert.Single(driver.Stored);
    }

    [Fact]
    public async Task A_message_received_after_its_wallet_was_deleted_stores_nothing()
    {
        var driver = new TransactionDriver { Ledger = TransactionDriver.Rows(5) };
        await driver.Pipeline.SyncAsync("run-1");
        await new WalletDeletions(driver.Pipeline.Wallets, driver.Pipeline.Wallets, driver.Pipeline, driver.Pipeline.Clock).RequestAsync(TransactionDriver.Wallet, default);
        await driver.Pipeline.DrainAsync();

        driver.Pipeline.Send(QueueNames.SyncTransactions, MessageCodec.Encode(TransactionsMessage.First(TransactionDriver.Wallet, "run-1", Noon)));
        await driver.Pipeline.DrainAsync();

        Assert.Empty(driver.Pipeline.Ledger.Calls);
        Assert.Null(driver.History);
    }
}
