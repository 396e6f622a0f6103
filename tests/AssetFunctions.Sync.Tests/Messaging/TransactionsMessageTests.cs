using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.Sync.Tests.Messaging;

public sealed class TransactionsMessageTests
{
    const string Wallet = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    static readonly TransactionsMessage Page = new()
    {
        Version = 1,
        Wallet = Wallet,
        RunId = "run-1",
        StartedAt = TestRows.Noon,
        Page = 7,
        From = TestRows.Noon.AddDays(-2),
        To = TestRows.Noon.AddDays(-1),
        Cursor = "https://api.example/?page[after]=ü",
        Attempts = 2,
        NotReadySince = TestRows.Noon,
    };

    [Fact]
    public void A_page_round_trips_through_a_queue() =>
        Assert.Equal(Page, MessageCodec.Decode<TransactionsMessage>(MessageCodec.Encode(Page)));

    [Fact]
    public void A_page_with_the_longest_cursor_fits_a_message()
    {
        var page = Page with { Cursor = new string('ü', MessageLimits.MaxCursorLength) };

        Assert.Equal(page, MessageCodec.Decode<TransactionsMessage>(MessageCodec.Encode(page)));
    }

    [Fact]
    public void A_request_keeps_whether_it_includes_transactions()
    {
        var request = new SyncRequest { Version = 1, Wallet = Wallet, Transactions = false };

        Assert.Equal(request, MessageCodec.Decode<SyncRequest>(MessageCodec.Encode(request)));
    }

    [Theory]
    [InlineData("hello", "JSON")]
    [InlineData("""{"version":0,"wallet":"W","runId":"r","startedAt":"2026-11-20T12:00:00Z"}""", "version 0")]
    [InlineData("""{"version":1,"wallet":"vitalik.eth","runId":"r","startedAt":"2026-11-20T12:00:00Z"}""", "'wallet'")]
    [InlineData("""{"version":1,"wallet":"W","runId":"a b","startedAt":"2026-11-20T12:00:00Z"}""", "'runId'")]
    [InlineData("""{"version":1,"wallet":"W","runId":"r"}""", "JSON")]
    [InlineData("""{"version":1,"wallet":"W","runId":"r","startedAt":"2026-11-20T12:00:00Z","page":-1}""", "'page'")]
    [InlineData("""{"version":1,"wallet":"W","runId":"r","startedAt":"2026-11-20T12:00:00Z","page":1,"attempts":-1}""", "'attempts'")]
    [InlineData("""{"version":1,"wallet":"W","runId":"r","startedAt":"2026-11-20T12:00:00Z","page":1,"cursor":""}""", "'cursor'")]
    [InlineData("""{"version":1,"wallet":"W","runId":"r","startedAt":"2026-11-20T12:00:00Z","cursor":"c"}""", "first page")]
    [InlineData("""{"version":1,"wallet":"W","runId":"r","startedAt":"2026-11-20T12:00:00Z","page":1,"from":"2026-11-20T12:00:00Z","to":"2026-11-19T12:00:00Z"}""", "'from'")]
    public void An_invalid_page_is_rejected_with_a_reason(string body, string reason)
    {
        var exception = Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<TransactionsMessage>(body.Replace("\"W\"", $"\"{Wallet}\"", StringComparison.Ordinal)));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cursor_that_is_too_long_is_rejected() => Assert.Throws<MessageFormatException>(() =>
        MessageCodec.Decode<TransactionsMessage>(MessageCodec.Encode(Page with { Cursor = new string('c', MessageLimits.MaxCursorLength + 1) })));
}
