using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="ITransactionReader"/> promises of what its store was given. Derive once per adapter.</summary>
public abstract class TransactionReaderContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    readonly string _wallet = $"0x{Guid.NewGuid():N}";

    /// <summary>The store to write to and the reader under test.</summary>
    protected abstract (ITransactionStore Store, ITransactionReader Reader) Open();

    [Fact]
    public async Task A_wallet_without_a_history_has_no_page()
    {
        Assert.Null(await ReadAsync(new TransactionFilter { PageSize = 10 }));
    }

    [Fact]
    public async Task A_history_without_transactions_has_an_empty_page()
    {
        await StoreAsync();

        var slice = await ReadAsync(new TransactionFilter { PageSize = 10 });

        Assert.Equal("cut", slice!.History.Backfill?.Gap);
        Assert.Empty(slice.Transactions);
        Assert.Null(slice.Next);
    }

    [Fact]
    public async Task Everything_about_a_transaction_comes_back_but_the_facts_of_its_assets()
    {
        var largest = BigInteger.Pow(2, 256) - 1;
        var row = Transaction(1, minutes: 0.001) with
        {
            Application = "Uniswap",
            Method = "swap",
            Transfers =
            [
                new TransactionTransfer { Direction = "in", Item = Item("0xa", largest) with { Facts = null, Scale = 1.0025m }, PriceUsd = 0.000000000000000001m, Sender = "0xs", Recipient = "0xr" },
                new TransactionTransfer
                {
                    Direction = "out",
                    Item = new TransactionItem { Collectible = new Collectible("0xnft", largest.ToString(), "Ape \"#1\""), RawAmount = 1, Decimals = 0 },
                },
            ],
            Approvals = [new TransactionApproval { Item = Item("0xb", largest) with { Facts = null, Scale = 4m }, Owner = "0xo", Spender = "0xspender" }],
            Fee = new TransactionFee(Item("native", 0) with { Facts = null }, null),
            IsTrash = true,
        };
        var bare = new WalletTransaction
        {
            ProviderRef = "/ref?#%", Network = "solana", Hash = "5K", Operation = "execute", Status = "pending", MinedAt = DateTimeOffset.UnixEpoch,
        };
        await StoreAsync(row, bare);

        var slice = await ReadAsync(new TransactionFilter { PageSize = 10, Trash = TrashFilter.Include });

        Assert.Equal([TransactionId.For(row), TransactionId.For(bare)], slice!.Transactions.Select(transaction => transaction.Id));
        Assert.All(slice.Transactions, transaction => Assert.Equal("test", transaction.Provider));
        Assert.Equivalent(row, slice.Transactions[0].Row, strict: true);
        Assert.Equivalent(bare, slice.Transactions[1].Row, strict: true);
    }

    [Fact]
    public async Task A_dropped_transaction_says_so()
    {
        await StoreAsync([.. Rows(2)]);
        var (store, _) = Open();
        var basis = await store.FindHistoryAsync(_wallet, Token);
        await store.CommitAsync(Commit(_wallet, basis!.Version, opened: basis.History, drops: [TransactionId.For(Transaction(1))]), Token);

        var slice = await ReadAsync(new TransactionFilter { PageSize = 10 });

        Assert.Equal([TransactionStatuses.Dropped, "confirmed"], slice!.Transactions.Select(transaction => transaction.Row.Status));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(500)]
    public async Task Pages_follow_each_other_newest_first_and_together_hold_everything_once(int pageSize)
    {
        // Several of the same instant, so that the id decides.
        var rows = Enumerable.Range(0, 40).Select(number => Transaction(number, minutes: number / 4)).ToArray();
        await StoreAsync(rows);
        var read = new List<StoredTransaction>();
        TransactionPlace? after = null;
        do
        {
            var slice = await ReadAsync(new TransactionFilter { PageSize = pageSize, After = after });
            Assert.InRange(slice!.Transactions.Count, 1, pageSize);
            read.AddRange(slice.Transactions);
            after = slice.Next;
        }
        while (after is not null);

        Assert.Equal(
            rows.OrderByDescending(row => row.MinedAt).ThenByDescending(TransactionId.For, StringComparer.Ordinal).Select(TransactionId.For),
            read.Select(transaction => transaction.Id));
    }

    [Fact]
    public async Task Filters_select_matching_transactions()
    {
        await StoreAsync(
            Transaction(1),
            Transaction(2, network: "base"),
            Transaction(3, operation: "trade"),
            Transaction(4, isTrash: true),
            Transaction(5) with { Approvals = [new TransactionApproval { Item = Item("0x1", 9) }] });

        Assert.Equal([5, 3, 2, 1], await NumbersAsync(new TransactionFilter { PageSize = 10 }));
        Assert.Equal([5, 4, 3, 2, 1], await NumbersAsync(new TransactionFilter { PageSize = 10, Trash = TrashFilter.Include }));
        Assert.Equal([4], await NumbersAsync(new TransactionFilter { PageSize = 10, Trash = TrashFilter.Only }));
        Assert.Equal([2], await NumbersAsync(new TransactionFilter { PageSize = 10, Network = "base" }));
        Assert.Equal([3], await NumbersAsync(new TransactionFilter { PageSize = 10, Operation = "trade" }));
        Assert.Equal([5, 1], await NumbersAsync(new TransactionFilter { PageSize = 10, Asset = new AssetKey("ethereum", "0x1") }));
        Assert.Empty(await NumbersAsync(new TransactionFilter { PageSize = 10, Asset = new AssetKey("base", "0x1") }));
        Assert.Empty(await NumbersAsync(new TransactionFilter { PageSize = 10, Network = "base", Asset = new AssetKey("ethereum", "0x1") }));
        Assert.Empty(await NumbersAsync(new TransactionFilter { PageSize = 10, Asset = new AssetKey("ethereum", "native") }));
        Assert.Equal([1], await NumbersAsync(new TransactionFilter
        {
            PageSize = 10, Network = "ethereum", Operation = "send", Asset = new AssetKey("ethereum", "0x1"),
            After = new TransactionPlace(Noon.AddMinutes(5), TransactionId.For(Transaction(5))),
        }));
    }

    [Fact]
    public async Task Other_wallets_are_not_seen()
    {
        await StoreAsync(Transaction(1));
        var (store, _) = Open();
        await store.CommitAsync(Commit($"{_wallet}f", version: null, Rows(5)), Token);

        Assert.Equal([1], await NumbersAsync(new TransactionFilter { PageSize = 10 }));
    }

    async Task StoreAsync(params WalletTransaction[] rows) => await Open().Store.CommitAsync(Commit(_wallet, version: null, rows), Token);

    Task<TransactionSlice?> ReadAsync(TransactionFilter filter) => Open().Reader.ReadAsync(_wallet, filter, Token);

    async Task<IEnumerable<int>> NumbersAsync(TransactionFilter filter) =>
        (await ReadAsync(filter))!.Transactions.Select(transaction => (int)transaction.Row.Nonce!.Value);
}
