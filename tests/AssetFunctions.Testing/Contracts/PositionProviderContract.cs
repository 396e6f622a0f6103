using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using Xunit;

namespace AssetFunctions.Testing.Contracts;

/// <summary>State of the provider behind a provider under test.</summary>
public enum ProviderState
{
    /// <summary>Serves a wallet of <see cref="PositionProviderContract.RowsServed"/> rows, trash and invalid ones among them.</summary>
    Serving,

    /// <summary>Serves a wallet without positions.</summary>
    ServingNothing,

    /// <summary>Is still preparing the wallet.</summary>
    Preparing,

    /// <summary>Asks for fewer calls.</summary>
    Throttling,

    /// <summary>Will never serve this wallet.</summary>
    RefusingTheWallet,

    /// <summary>Does not know the key.</summary>
    RejectingTheKey,

    /// <summary>Answers with a server error.</summary>
    Failing,

    /// <summary>Answers with an HTML page and status 200.</summary>
    SendingHtml,

    /// <summary>Breaks the connection after several rows.</summary>
    CuttingAfterRows,

    /// <summary>Breaks the connection before the first row.</summary>
    CuttingBeforeRows,

    /// <summary>Accepts the request and never answers.</summary>
    Silent,

    /// <summary>Does not listen.</summary>
    Unreachable,
}

/// <summary>What every provider of positions must do, run against each adapter.</summary>
public abstract class PositionProviderContract
{
    /// <summary>Rows of the wallet served in <see cref="ProviderState.Serving"/>.</summary>
    protected abstract int RowsServed { get; }

    /// <summary>The key of the provider, which no text may hold.</summary>
    protected abstract string Key { get; }

    /// <summary>Name of the setting that holds the address of the provider.</summary>
    protected abstract string AddressSetting { get; }

    /// <summary>Fetches a wallet from a provider in the given state.</summary>
    protected abstract Task<ProviderResult> FetchAsync(ProviderState state, CancellationToken cancellationToken = default);

    [Fact]
    public async Task Rows_kept_and_rows_skipped_are_everything_that_was_sent()
    {
        var set = await FetchSetAsync(ProviderState.Serving);

        Assert.Equal(RowsServed, set.Rows.Count + set.Skipped.Values.Sum());
        Assert.NotEmpty(set.Rows);
        Assert.NotEmpty(set.Skipped);
        Assert.Null(set.IncompleteReason);
        Assert.NotEmpty(set.Provider);
    }

    [Fact]
    public async Task Every_position_is_canonical_and_bounded()
    {
        var set = await FetchSetAsync(ProviderState.Serving);

        Assert.All(set.Rows, row =>
        {
            Assert.Equal(row.Asset, AssetIdentity.Canonicalize(row.Asset.Network, row.Asset.ContractAddress));
            Assert.True(row.RawAmount.Sign >= 0 && row.RawAmount.GetBitLength() <= 256);
            Assert.InRange(row.Decimals, 0, 255);
            Assert.Equal(row.Decimals, row.Facts.Decimals);
            Assert.True(row.PriceUsd is null or > 0);
            Assert.Equal(row.Type, row.Type.ToLowerInvariant());
            Assert.NotEmpty(row.ProviderRef);
            Assert.Equal(row.Facts.Symbol, DisplayText.Clean(row.Facts.Symbol, AssetFactsLimits.Symbol));
            Assert.Equal(row.Facts.Name, DisplayText.Clean(row.Facts.Name, AssetFactsLimits.Name));
        });
    }

    [Fact]
    public async Task A_wallet_without_positions_is_a_complete_empty_set()
    {
        var set = await FetchSetAsync(ProviderState.ServingNothing);

        Assert.Empty(set.Rows);
        Assert.Empty(set.Skipped);
        Assert.Null(set.IncompleteReason);
    }

    [Fact]
    public async Task A_wallet_in_preparation_is_not_ready_and_says_when_to_ask_again()
    {
        var result = Assert.IsType<ProviderResult.NotReady>(await FetchAsync(ProviderState.Preparing));

        Assert.True(result.RetryAfter > TimeSpan.Zero);
        AssertText(result.Reason);
    }

    [Fact]
    public async Task Throttling_is_a_result_that_says_when_calls_can_succeed_again()
    {
        var result = Assert.IsType<ProviderResult.Throttled>(await FetchAsync(ProviderState.Throttling));

        Assert.True(result.RetryAfter > TimeSpan.Zero);
        AssertText(result.Reason);
    }

    [Fact]
    public async Task A_refused_wallet_is_a_result_with_the_reason() =>
        AssertText(Assert.IsType<ProviderResult.Refused>(await FetchAsync(ProviderState.RefusingTheWallet)).Reason);

    [Fact]
    public async Task A_rejected_key_is_a_result_that_does_not_tell_the_key() =>
        AssertText(Assert.IsType<ProviderResult.Unauthorized>(await FetchAsync(ProviderState.RejectingTheKey)).Reason);

    [Fact]
    public async Task A_set_cut_after_some_rows_keeps_them_and_is_not_complete()
    {
        var set = await FetchSetAsync(ProviderState.CuttingAfterRows);

        Assert.NotEmpty(set.Rows);
        Assert.True(set.Rows.Count + set.Skipped.Values.Sum() < RowsServed);
        AssertText(set.IncompleteReason);
    }

    [Theory]
    [InlineData(ProviderState.Failing)]
    [InlineData(ProviderState.SendingHtml)]
    [InlineData(ProviderState.CuttingBeforeRows)]
    [InlineData(ProviderState.Silent)]
    [InlineData(ProviderState.Unreachable)]
    public async Task A_fault_that_may_pass_is_one_sentence_about_the_address_and_its_setting(ProviderState state)
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => FetchAsync(state));

        AssertText(fault.Message);
        Assert.Contains("http://127.0.0.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains(AddressSetting, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_a_cancellation_and_no_fault()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(ProviderState.Serving, cancelled.Token));
    }

    async Task<PositionSet> FetchSetAsync(ProviderState state) => Assert.IsType<ProviderResult.Served<PositionSet>>(await FetchAsync(state)).Value;

    void AssertText(string? text)
    {
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }
}
