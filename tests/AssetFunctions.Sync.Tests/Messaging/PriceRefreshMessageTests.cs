using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.Sync.Tests.Messaging;

public sealed class PriceRefreshMessageTests
{
    [Fact]
    public void A_price_refresh_round_trips_through_a_queue()
    {
        var request = new PriceRefreshRequest { Version = 1, Network = "ethereum", PlannedAt = TestRows.Noon, Continuation = "{\"token\":\"+RID:~\"}" };

        Assert.Equal(request, MessageCodec.Decode<PriceRefreshRequest>(MessageCodec.Encode(request)));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("""{"version":0,"network":"ethereum","plannedAt":"2026-11-20T12:00:00Z"}""")]
    [InlineData("""{"version":1,"network":" ","plannedAt":"2026-11-20T12:00:00Z"}""")]
    [InlineData("""{"version":1,"network":null,"plannedAt":"2026-11-20T12:00:00Z"}""")]
    [InlineData("""{"version":1,"network":"ethereum"}""")]
    [InlineData("""{"version":1,"network":"ethereum","plannedAt":"noon"}""")]
    public void An_invalid_price_refresh_is_rejected_with_a_reason(string body) =>
        Assert.NotEmpty(Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<PriceRefreshRequest>(body)).Message);
}
