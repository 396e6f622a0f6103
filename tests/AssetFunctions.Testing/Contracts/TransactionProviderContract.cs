using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Fixtures;
using Xunit;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every provider of transactions must do, run against each adapter.</summary>
public abstract class TransactionProviderContract
{
    /// <summary>Length of the history served in <see cref="ProviderState.Serving"/>: <see cref="TransactionProviderExamples.History"/>, in pages of 100.</summary>
    protected const int Transactions = 250;

    const int PageSize = 100;
    static readonly DateTimeOffset Newest = TransactionProviderExamples.Newest;

    /// <summary>A secret of the provider that no text may hold.</summary>
    protected abstract string Key { get; }

    /// <summary>A cursor that belongs to another provider.</summary>
    protected abstract string ForeignCursor { get; }

    /// <summary>Runs <paramref name="use"/> on a provider whose provider is in the given state.</summary>
    protected abstract Task<T> UseAsync<T>(ProviderState state, Func<ITransactionProvider, Task<T>> use);

    [Fact]
    public async Task The_pages_hold_every_transaction_once_newest_first()
    {
        var pages = await FetchAllAsync(new TransactionQuery(TransactionProviderExamples.Wallet));

        Assert.Equal([PageSize, PageSize, Transactions - (2 * PageSize)], pages.Select(page => page.Rows.Count));
        Assert.Equal(
            TransactionProviderExamples.History(Transactions).Select(TransactionProviderExamples.Describe),
            pages.SelectMany(page => page.Rows).Select(TransactionProviderExamples.Describe));
        Assert.All(pages, page => Assert.Null(page.IncompleteReason));
        Assert.All(pages, page => Assert.Empty(page.Skipped));
        Assert.All(pages, page => Assert.NotEmpty(page.Provider));
    }

    [Fact]
    public async Task Every_transaction_is_canonical_and_bounded()
    {
        var pages = await FetchAllAsync(new TransactionQuery(TransactionProviderExamples.Wallet));

        Assert.All(pages.SelectMany(page => page.Rows), AssertCanonical);
    }

    [Theory]
    [InlineData(0, 249, 250)]
    [InlineData(0, 0, 1)]
    [InlineData(10, 12, 3)]
    [InlineData(5, 124, 120)]
    [InlineData(249, 300, 1)]
    [InlineData(250, 300, 0)]
    public async Task Bounds_are_inclusive_and_hold_for_all_pages(int newest, int oldest, int expected)
    {
        var query = new TransactionQuery(TransactionProviderExamples.Wallet, At(oldest), At(newest));

        var pages = await FetchAllAsync(query);

        Assert.Equal(
            Enumerable.Range(newest, expected).Select(number => $"tx-{number}"),
            pages.SelectMany(page => page.Rows).Select(row => row.ProviderRef));
    }

    [Fact]
    public async Task One_bound_leaves_the_other_side_open()
    {
        var since = await FetchAllAsync(new TransactionQuery(TransactionProviderExamples.Wallet, From: At(4)));
        var until = await FetchAllAsync(new TransactionQuery(TransactionProviderExamples.Wallet, To: At(245)));

        Assert.Equal(5, since.Sum(page => page.Rows.Count));
        Assert.Equal(5, until.Sum(page => page.Rows.Count));
    }

    [Fact]
    public async Task A_page_asked_for_twice_is_the_same_page()
    {
        var (first, again) = await UseAsync(ProviderState.Serving, async provider =>
        {
            var start = await PageAsync(provider, new TransactionQuery(TransactionProviderExamples.Wallet));
            var next = new TransactionQuery(TransactionProviderExamples.Wallet, Cursor: start.Next);
            return (await PageAsync(provider, next), await PageAsync(provider, next));
        });

        Assert.Equal(first.Rows.Select(TransactionProviderExamples.Describe), again.Rows.Select(TransactionProviderExamples.Describe));
        Assert.Equal(first.Next, again.Next);
    }

    [Fact]
    public async Task A_wallet_without_transactions_is_one_complete_empty_page()
    {
        var page = await UseAsync(ProviderState.ServingNothing, provider => PageAsync(provider, new TransactionQuery(TransactionProviderExamples.Wallet)));

        Assert.Empty(page.Rows);
        Assert.Empty(page.Skipped);
        Assert.Null(page.Next);
        Assert.Null(page.IncompleteReason);
    }

    [Fact]
    public async Task A_cursor_of_another_provider_is_refused() => AssertText(Assert.IsType<ProviderResult.Refused>(await UseAsync(
        ProviderState.Serving,
        provider => provider.FetchTransactionsAsync(new TransactionQuery(TransactionProviderExamples.Wallet, Cursor: ForeignCursor), CancellationToken.None))).Reason);

    [Theory]
    [InlineData(ProviderState.Preparing, typeof(ProviderResult.NotReady))]
    [InlineData(ProviderState.Throttling, typeof(ProviderResult.Throttled))]
    [InlineData(ProviderState.RefusingTheWallet, typeof(ProviderResult.Refused))]
    [InlineData(ProviderState.RejectingTheKey, typeof(ProviderResult.Unauthorized))]
    public async Task What_a_provider_says_on_purpose_is_an_answer_with_its_reason(ProviderState state, Type result)
    {
        var told = await FetchAsync(state);

        Assert.IsType(result, told);
        AssertText(told.Refusal);
        Assert.True(told is not ProviderResult.NotReady { RetryAfter.Ticks: <= 0 } and not ProviderResult.Throttled { RetryAfter.Ticks: <= 0 });
    }

    [Theory]
    [InlineData(ProviderState.Failing)]
    [InlineData(ProviderState.SendingHtml)]
    [InlineData(ProviderState.CuttingBeforeRows)]
    [InlineData(ProviderState.Silent)]
    [InlineData(ProviderState.Unreachable)]
    public async Task A_fault_that_may_pass_is_one_sentence(ProviderState state)
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => FetchAsync(state));

        AssertText(fault.Message);
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_cut_after_some_rows_keeps_them_and_is_not_complete()
    {
        var page = Assert.IsType<ProviderResult.Served<TransactionPage>>(await FetchAsync(ProviderState.CuttingAfterRows)).Value;

        Assert.InRange(page.Rows.Count, 1, PageSize - 1);
        AssertText(page.IncompleteReason);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_a_cancellation_and_no_fault()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => UseAsync(
            ProviderState.Serving, provider => provider.FetchTransactionsAsync(new TransactionQuery(TransactionProviderExamples.Wallet), cancelled.Token)));
    }

    static DateTimeOffset At(int minutesAgo) => Newest - TimeSpan.FromMinutes(minutesAgo);

    static async Task<TransactionPage> PageAsync(ITransactionProvider provider, TransactionQuery query) =>
        Assert.IsType<ProviderResult.Served<TransactionPage>>(await provider.FetchTransactionsAsync(query, CancellationToken.None)).Value;

    Task<ProviderResult> FetchAsync(ProviderState state) =>
        UseAsync(state, provider => provider.FetchTransactionsAsync(new TransactionQuery(TransactionProviderExamples.Wallet), CancellationToken.None));

    Task<List<TransactionPage>> FetchAllAsync(TransactionQuery query) => UseAsync(ProviderState.Serving, async provider =>
    {
        List<TransactionPage> pages = [await PageAsync(provider, query)];
        while (pages[^1].Next is { } next)
        {
            Assert.InRange(next.Length, 1, 4096);
            pages.Add(await PageAsync(provider, query with { Cursor = next }));
        }

        return pages;
    });

    static void AssertCanonical(WalletTransaction transaction)
    {
        Assert.NotEmpty(transaction.ProviderRef);
        Assert.Equal(transaction.Network, transaction.Network.ToLowerInvariant());
        Assert.Equal(transaction.Operation, transaction.Operation.ToLowerInvariant());
        Assert.Equal(TimeSpan.Zero, transaction.MinedAt.Offset);
        Assert.Equal(0, transaction.MinedAt.Ticks % TimeSpan.TicksPerMillisecond);
        var items = transaction.Transfers.Select(transfer => transfer.Item)
            .Concat(transaction.Approvals.Select(approval => approval.Item))
            .Concat(transaction.Fee is { } fee ? [fee.Item] : []);
        Assert.All(items, item =>
        {
            Assert.True(item.RawAmount.Sign >= 0 && item.RawAmount.GetBitLength() <= 256);
            Assert.InRange(item.Decimals, 0, 255);
            Assert.Equal(item.Asset is null, item.Facts is null);
            Assert.False(item is { Asset: not null, Collectible: not null });
            Assert.True(item.Asset is not { } asset || asset == AssetIdentity.Canonicalize(transaction.Network, asset.ContractAddress));
        });
        Assert.All(transaction.Transfers, transfer => Assert.True(transfer.PriceUsd is null or > 0));
    }

    void AssertText(string? text)
    {
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }
}
