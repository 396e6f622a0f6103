using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="ITransactionStore"/> promises. Derive once per adapter.</summary>
public abstract class TransactionStoreContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A wallet of its own for every test, so that adapters may share one database.</summary>
    readonly string _wallet = $"0x{Guid.NewGuid():N}";

    protected abstract ITransactionStore Store { get; }

    /// <summary>The directory of the same wallets.</summary>
    protected abstract IWalletDirectory Directory { get; }

    /// <summary>Reads the same wallets.</summary>
    protected abstract IWalletReader Reader { get; }

    [Fact]
    public async Task An_unknown_wallet_has_neither_history_nor_transactions()
    {
        Assert.Null(await Store.FindHistoryAsync(_wallet, Token));
        Assert.Empty(await Store.ReadMarksAsync(_wallet, ["tx:1"], new MinedWindow(Noon.AddYears(-1), Noon.AddYears(1)), Token));
    }

    [Fact]
    public async Task A_commit_stores_its_transactions_and_the_state_of_the_history()
    {
        Assert.True(await Store.CommitAsync(Commit(_wallet, version: null, Rows(3)), Token));

        var stored = await HistoryAsync();
        Assert.Equivalent(History() with { Stored = 3 }, stored.History, strict: true);
        Assert.Equal(
            Rows(3).Select(row => new StoredMark(TransactionId.For(row), TransactionFingerprint.Of(row))).OrderBy(mark => mark.Id, StringComparer.Ordinal),
            (await MarksAsync(Rows(3))).OrderBy(mark => mark.Id, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_state_with_nothing_but_its_end_comes_back()
    {
        var ended = new TransactionHistory { ReachesBack = true, Reason = "the provider refuses the wallet" };

        await Store.CommitAsync(Commit(_wallet, version: null, next: ended), Token);

        Assert.Equal(ended, (await HistoryAsync()).History);
    }

    [Fact]
    public async Task No_history_starts_for_a_wallet_deleted_since_its_page_was_requested()
    {
        var backfill = new TransactionBackfill { RunId = "run", StartedAt = Noon };
        var late = Commit(_wallet, version: null, Rows(3), next: new TransactionHistory { Backfill = backfill });
        var claim = new WalletClaim("run", Noon, Noon.AddMinutes(15));
        await Directory.TryClaimAsync(_wallet, claim, new ClaimTerms(Noon, Noon.AddMinutes(-15), FreshSince: null), Token);
        await Directory.CloseAsync(_wallet, Noon, Token);

        Assert.False(await Store.CommitAsync(late, Token));
        while (await Directory.RemoveSomeAsync(_wallet, Noon, Token) is { DoneAt: null })
        {
        }

        Assert.False(await Store.CommitAsync(late, Token));
        await Directory.TryReviveAsync((await Reader.FindAsync(_wallet, Token))!.Revived(Noon.AddMinutes(1)), Token);
        Assert.False(await Store.CommitAsync(late, Token));
        Assert.Null(await Store.FindHistoryAsync(_wallet, Token));
        Assert.Empty(await MarksAsync(Rows(3)));

        var next = new TransactionHistory { Backfill = backfill with { StartedAt = Noon.AddMinutes(2) } };
        Assert.True(await Store.CommitAsync(Commit(_wallet, version: null, Rows(3), next: next), Token));
    }

    [Fact]
    public async Task Every_commit_changes_the_version()
    {
        await Store.CommitAsync(Commit(_wallet, version: null), Token);
        var first = await HistoryAsync();
        await Store.CommitAsync(Commit(_wallet, first.Version), Token);

        Assert.NotEqual(first.Version, (await HistoryAsync()).Version);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    public async Task A_commit_based_on_another_state_writes_nothing(int rows)
    {
        await Store.CommitAsync(Commit(_wallet, version: null), Token);
        var basis = await HistoryAsync();
        await Store.CommitAsync(Commit(_wallet, basis.Version, next: History("run-2")), Token);

        Assert.False(await Store.CommitAsync(Commit(_wallet, basis.Version, Rows(rows)), Token));
        Assert.False(await Store.CommitAsync(Commit(_wallet, version: null, Rows(rows)), Token));

        Assert.Equal("run-2", (await HistoryAsync()).History.Backfill?.RunId);
        Assert.Empty(await MarksAsync(Rows(rows)));
    }

    [Fact]
    public async Task A_commit_for_a_removed_history_writes_nothing()
    {
        Assert.False(await Store.CommitAsync(Commit(_wallet, version: "\"gone\"", Rows(2)), Token));

        Assert.Null(await Store.FindHistoryAsync(_wallet, Token));
        Assert.Empty(await MarksAsync(Rows(2)));
    }

    [Fact]
    public async Task Transactions_stored_again_replace_themselves_and_are_counted_once()
    {
        await Store.CommitAsync(Commit(_wallet, version: null, Rows(2)), Token);
        var basis = await HistoryAsync();
        var changed = Transaction(1) with { Status = "failed" };

        await Store.CommitAsync(Commit(_wallet, basis.Version, [changed], opened: basis.History, areNew: false), Token);

        Assert.Equal(2, (await HistoryAsync()).History.Stored);
        Assert.Equal(2, (await MarksAsync(Rows(2))).Count);
        Assert.Equal(TransactionFingerprint.Of(changed), Assert.Single(await MarksAsync([changed])).Fingerprint);
    }

    [Fact]
    public async Task A_commit_of_more_than_a_batch_is_stored_whole_and_counted()
    {
        await Store.CommitAsync(Commit(_wallet, version: null, Rows(5)), Token);
        var basis = await HistoryAsync();

        Assert.True(await Store.CommitAsync(Commit(_wallet, basis.Version, Rows(250, first: 5), opened: basis.History), Token));

        Assert.Equal(255, (await HistoryAsync()).History.Stored);
        Assert.Equal(255, (await MarksAsync(Rows(255))).Count);
    }

    [Fact]
    public async Task Marks_are_found_by_id_and_by_a_window_with_both_ends()
    {
        await Store.CommitAsync(Commit(_wallet, version: null, Rows(10)), Token);

        var marks = await Store.ReadMarksAsync(
            _wallet, [TransactionId.For(Transaction(0)), "tx:unknown"], new MinedWindow(Noon.AddMinutes(3), Noon.AddMinutes(5)), Token);

        Assert.Equal(
            new[] { 0, 3, 4, 5 }.Select(number => TransactionId.For(Transaction(number))).Order(StringComparer.Ordinal),
            marks.Select(mark => mark.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dropped_transaction_stays_with_an_empty_fingerprint_and_returns_when_it_is_stored_again()
    {
        var row = Transaction(1);
        await Store.CommitAsync(Commit(_wallet, version: null, Rows(3)), Token);
        var basis = await HistoryAsync();
        await Store.CommitAsync(Commit(_wallet, basis.Version, opened: basis.History, drops: [TransactionId.For(row)]), Token);

        var dropped = Assert.Single(await MarksAsync([row]));
        Assert.True(dropped.IsDropped);
        Assert.Equal(3, (await HistoryAsync()).History.Stored);

        basis = await HistoryAsync();
        await Store.CommitAsync(Commit(_wallet, basis.Version, [row], opened: basis.History, areNew: false), Token);

        Assert.Equal(TransactionFingerprint.Of(row), Assert.Single(await MarksAsync([row])).Fingerprint);
    }

    [Fact]
    public async Task Wallets_do_not_see_each_other()
    {
        await Store.CommitAsync(Commit(_wallet, version: null, Rows(2)), Token);
        await Store.CommitAsync(Commit($"{_wallet}f", version: null, Rows(3)), Token);

        Assert.Equal(2, (await HistoryAsync()).History.Stored);
        Assert.Equal(2, (await MarksAsync(Rows(3))).Count);
    }

    async Task<StoredHistory> HistoryAsync()
    {
        var stored = await Store.FindHistoryAsync(_wallet, Token);
        Assert.NotNull(stored);
        return stored;
    }

    Task<IReadOnlyList<StoredMark>> MarksAsync(IReadOnlyList<WalletTransaction> rows) =>
        Store.ReadMarksAsync(_wallet, [.. rows.Select(TransactionId.For)], window: null, Token);
}
