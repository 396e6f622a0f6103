using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using Xunit;

namespace AssetFunctions.Testing.Contracts;

/// <summary>State of the provider behind an adapter under test.</summary>
public enum PriceProviderState
{
    /// <summary>Serves the prices it was given.</summary>
    Serving,

    /// <summary>Asks for fewer calls.</summary>
    Throttling,

    /// <summary>Does not know the key.</summary>
    RejectingTheKey,

    /// <summary>Answers with a server error.</summary>
    Failing,
}

/// <summary>What every <see cref="IPriceProvider"/> must do, run against each adapter.</summary>
public abstract class PriceProviderContract
{
    /// <summary>The instant of the answers.</summary>
    protected static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected static readonly AssetKey Coin = new("ethereum", AssetIdentity.Native);
    protected static readonly AssetKey Mint = new("solana", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v");

    /// <summary>The key of the provider, which no text may hold.</summary>
    protected abstract string Key { get; }

    /// <summary>Fetches prices at <see cref="Now"/> from a provider that prices the quotes and nothing else.</summary>
    protected abstract Task<ProviderResult> FetchAsync(
        PriceProviderState state, IReadOnlyList<PriceQuote> quotes, IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken = default);

    [Fact]
    public async Task Prices_come_with_all_that_is_told_of_them_and_what_is_not_priced_is_absent()
    {
        PriceQuote[] quotes =
        [
            new(Coin, 3_412.55m, Now.AddMinutes(-1)) { Confidence = 0.99m },
            new(Mint, 0.0000000000000000000000000001m, Now.AddHours(-3)) { Confidence = 0.5m },
            new(Token(1), 79_228_162_514_264_337_593_543_950_335m, Now),
        ];

        var set = await FetchSetAsync(quotes, [Token(2), .. quotes.Select(quote => quote.Key), Token(3)]);

        Assert.Equal(quotes.OrderBy(quote => quote.Key), set.Quotes.OrderBy(quote => quote.Key));
        Assert.Equal([Token(2), Token(3)], set.Absent.Order());
        Assert.Equal((0, null), (set.Skipped, set.IncompleteReason));
    }

    [Fact]
    public async Task Nothing_asked_is_nothing_served()
    {
        var set = await FetchSetAsync([], []);

        Assert.Empty(set.Quotes);
        Assert.Empty(set.Absent);
        Assert.Null(set.IncompleteReason);
    }

    [Theory]
    [InlineData(149)]
    [InlineData(150)]
    [InlineData(151)]
    [InlineData(1_000)]
    public async Task Any_number_of_assets_is_priced_each_once(int count)
    {
        var quotes = Enumerable.Range(1, count).Select(number => new PriceQuote(Token(number), number, Now)).ToList();

        var set = await FetchSetAsync(quotes, [.. quotes.Select(quote => quote.Key).Concat(quotes.Select(quote => quote.Key))]);

        Assert.Equal(quotes, set.Quotes.OrderBy(quote => quote.Usd));
        Assert.Empty(set.Absent);
    }

    [Theory]
    [InlineData("ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2")]
    [InlineData("a,b")]
    [InlineData("a?b#c%2F")]
    [InlineData("漢字🦄")]
    [InlineData("..")]
    public async Task An_address_that_cannot_be_asked_for_is_absent_and_its_neighbours_are_priced(string address)
    {
        var set = await FetchSetAsync([new(Token(1), 5m, Now)], [new AssetKey("osmosis", address), Token(1)]);

        Assert.Equal(new AssetKey("osmosis", address), Assert.Single(set.Absent));
        Assert.Equal(5m, Assert.Single(set.Quotes).Usd);
    }

    [Fact]
    public async Task Throttling_is_a_result_that_says_when_calls_can_succeed_again()
    {
        var result = Assert.IsType<ProviderResult.Throttled>(await FetchAsync(PriceProviderState.Throttling, [], [Coin]));

        Assert.True(result.RetryAfter > TimeSpan.Zero);
        AssertText(result.Reason);
    }

    [Fact]
    public async Task A_rejected_key_is_a_result_that_does_not_tell_the_key() =>
        AssertText(Assert.IsType<ProviderResult.Unauthorized>(await FetchAsync(PriceProviderState.RejectingTheKey, [], [Coin])).Reason);

    [Fact]
    public async Task A_fault_that_may_pass_is_thrown_and_does_not_tell_the_key()
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => FetchAsync(PriceProviderState.Failing, [], [Coin]));

        AssertText(fault.Message);
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_a_cancellation_and_no_fault()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(PriceProviderState.Serving, [], [Coin], cancelled.Token));
    }

    protected static AssetKey Token(int number) => new("base", $"0x{number:x40}");

    async Task<PriceSet> FetchSetAsync(IReadOnlyList<PriceQuote> quotes, IReadOnlyCollection<AssetKey> assets) =>
        Assert.IsType<ProviderResult.Served<PriceSet>>(await FetchAsync(PriceProviderState.Serving, quotes, assets)).Value;

    void AssertText(string? text)
    {
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }
}
