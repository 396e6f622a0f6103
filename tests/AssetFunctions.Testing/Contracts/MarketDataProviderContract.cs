using AssetFunctions.Sync.Providers;
using Xunit;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IMarketDataProvider"/> must do, run against each adapter.</summary>
public abstract class MarketDataProviderContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>The key of the provider, which no text may hold.</summary>
    protected abstract string Key { get; }

    /// <summary>Uses a provider that serves the quotes and nothing else.</summary>
    protected abstract Task<T> UseAsync<T>(PriceProviderState state, IReadOnlyList<MarketQuote> quotes, Func<IMarketDataProvider, Task<T>> use);

    [Fact]
    public async Task Figures_are_exact_and_unknown_groups_have_no_quote()
    {
        MarketQuote[] quotes =
        [
            new("eth") { CapUsd = 3_196_313.736038149m, Volume24hUsd = 40_096_375.69294812m, Change24h = -0.7379066649086338m, Website = "https://ethereum.org" },
            new("fda0820a-9cff-40f5-997b-a76b9f9d60e7") { CapUsd = 0.0000000000000000000000000001m, Volume24hUsd = 0m, Change24h = -100m },
            new("0x2af1df3ab0ab157e1e2ad8f88a7d04fbea0c7dc6"),
        ];

        var set = await FetchSetAsync(quotes, [.. quotes.Select(quote => quote.GroupId), "unknown"]);

        Assert.Equal(quotes, set.Quotes.OrderBy(quote => Array.FindIndex(quotes, known => known.GroupId == quote.GroupId)));
        Assert.Null(set.IncompleteReason);
    }

    [Fact]
    public async Task Nothing_requested_is_nothing_served() => Assert.Empty((await FetchSetAsync([], [])).Quotes);

    [Fact]
    public async Task As_many_groups_as_a_call_takes_are_served_and_one_more_is_a_mistake_of_the_caller()
    {
        var quotes = Enumerable.Range(1, 200).Select(number => new MarketQuote($"group-{number}") { CapUsd = number }).ToList();

        await UseAsync(PriceProviderState.Serving, quotes, async provider =>
        {
            var groups = quotes.Select(quote => quote.GroupId).Take(provider.GroupsPerCall + 1).ToList();
            var served = Assert.IsType<ProviderResult.Served<MarketDataSet>>(await provider.FetchMarketDataAsync(groups[..^1], Token)).Value;
            Assert.Equal(provider.GroupsPerCall, served.Quotes.Count);
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => provider.FetchMarketDataAsync(groups, Token));
            return true;
        });
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a?b#c%2F&d=e")]
    [InlineData("漢字🦄")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task An_id_that_cannot_be_requested_has_no_quote_and_its_neighbours_have(string group)
    {
        var set = await FetchSetAsync([new("eth") { CapUsd = 5m }], [group, "eth"]);

        Assert.Equal(new MarketQuote("eth") { CapUsd = 5m }, Assert.Single(set.Quotes));
    }

    [Fact]
    public async Task Throttling_is_a_result_that_says_when_calls_can_succeed_again()
    {
        var result = Assert.IsType<ProviderResult.Throttled>(await FetchAsync(PriceProviderState.Throttling));

        Assert.True(result.RetryAfter > TimeSpan.Zero);
        AssertText(result.Reason);
    }

    [Fact]
    public async Task A_rejected_key_is_a_result_that_does_not_contain_the_key() =>
        AssertText(Assert.IsType<ProviderResult.Unauthorized>(await FetchAsync(PriceProviderState.RejectingTheKey)).Reason);

    [Fact]
    public async Task A_transient_failure_is_thrown_and_does_not_contain_the_key()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => FetchAsync(PriceProviderState.Failing));

        AssertText(failure.Message);
        Assert.DoesNotContain(Key, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_a_cancellation_and_no_failure() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            UseAsync(PriceProviderState.Serving, [], provider => provider.FetchMarketDataAsync(["eth"], new CancellationToken(canceled: true))));

    Task<ProviderResult> FetchAsync(PriceProviderState state) => UseAsync(state, [], provider => provider.FetchMarketDataAsync(["eth"], Token));

    Task<MarketDataSet> FetchSetAsync(IReadOnlyList<MarketQuote> quotes, IReadOnlyList<string> groups) =>
        UseAsync(PriceProviderState.Serving, quotes, async provider =>
            Assert.IsType<ProviderResult.Served<MarketDataSet>>(await provider.FetchMarketDataAsync(groups, Token)).Value);

    void AssertText(string? text)
    {
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }
}
