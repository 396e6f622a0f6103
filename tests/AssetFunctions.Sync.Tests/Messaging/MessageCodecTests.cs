using System.IO.Compression;
using System.Numerics;
using System.Text;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Tests.Messaging;

public sealed class MessageCodecTests
{
    [Fact]
    public void A_chunk_round_trips_through_a_queue()
    {
        var row = TestRows.Position(amount: BigInteger.Pow(2, 256) - 1, price: 0.000000000000000001m) with { Protocol = "Pool_ü", GroupId = null, Scale = 1.0025m, ValueUsd = 900.5m };
        var run = TestRows.Run() with { Skipped = new Dictionary<SkipReason, int> { [SkipReason.Trash] = 4 }, IncompleteReason = "cut" };
        var message = ChunkPlanner.Plan(run, [row], ["ref-9"], 90)[0];
        var chunk = message.Chunk;

        var decoded = MessageCodec.Decode<AssetsMessage>(MessageCodec.Encode(message)).Chunk;

        Assert.Equal(row, Assert.Single(decoded.Positions));
        Assert.Equal(chunk.Run with { Skipped = run.Skipped }, decoded.Run with { Skipped = run.Skipped });
        Assert.Equal(4, decoded.Run.Skipped[SkipReason.Trash]);
        Assert.Equal(["ref-9"], decoded.UnreadableRefs);
        Assert.Equal((chunk.Range, chunk.Digest, chunk.Index), (decoded.Range, decoded.Digest, decoded.Index));
    }

    // Family: the right message in another wrapping. The portal and older SDKs send base64; some writers put a byte order mark first.
    [Fact]
    public void A_message_is_read_with_a_byte_order_mark_and_from_base64()
    {
        var request = new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = TestRows.Wallet, RunId = "run" };
        var text = MessageCodec.Encode(request);
        var chunk = MessageCodec.Encode(ChunkPlanner.Plan(TestRows.Run(), [TestRows.Position()], [], 90)[0]);

        foreach (var wrapped in new[] { $"\uFEFF{text}", $" \n{text}", Base64(text), Base64($"\uFEFF{text}"), $"\uFEFF{Base64(text)}\n" })
        {
            Assert.Equal(request, MessageCodec.Decode<SyncRequest>(wrapped));
        }

        Assert.Equal(0, MessageCodec.Decode<AssetsMessage>(Base64(chunk)).Chunk.Index);
        Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<SyncRequest>(Base64("not json")));
        Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<SyncRequest>("not json"));

        static string Base64(string plain) => Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));
    }

    [Fact]
    public void Every_queue_has_one_type_of_message()
    {
        var types = typeof(ISyncMessage).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ISyncMessage)));

        Assert.Equal(
            QueueNames.All.Order(StringComparer.Ordinal),
            types.Select(type => (string)type.GetProperty(nameof(ISyncMessage.Queue))!.GetValue(null)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_chunk_reads_the_same_on_each_of_its_queues()
    {
        var text = MessageCodec.Encode(ChunkPlanner.Plan(TestRows.Run(), TestRows.Positions(3), [], 90)[0]);

        Assert.Equal(text, MessageCodec.Encode(MessageCodec.Decode<PricesMessage>(text)));
        Assert.Equal(text, MessageCodec.Encode(MessageCodec.Decode<PositionsMessage>(text)));
    }

    [Fact]
    public void A_message_is_encoded_once()
    {
        var message = ChunkPlanner.Plan(TestRows.Run(), TestRows.Positions(3), [], 90)[0];

        Assert.Same(MessageCodec.Encode(message), MessageCodec.Encode(message));
    }

    [Fact]
    public void A_request_from_any_service_needs_only_version_and_wallet()
    {
        var request = MessageCodec.Decode<SyncRequest>("""{"version":1,"wallet":"0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045"}""");

        Assert.Equal("0xd8da6bf26964af9d7eed9e03e53415d37aa96045", request.Wallet);
        Assert.Null(request.RunId);
    }

    [Fact]
    public void A_request_may_state_a_deadline_and_an_invalid_one_is_rejected()
    {
        const string request = """{"version":1,"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","deadline":"INSTANT"}""";

        var decoded = MessageCodec.Decode<SyncRequest>(request.Replace("INSTANT", "2026-03-01T12:00:00Z", StringComparison.Ordinal));

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), decoded.Deadline);
        Assert.Equal(decoded, MessageCodec.Decode<SyncRequest>(MessageCodec.Encode(decoded)));
        Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<SyncRequest>(request));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}""")]
    [InlineData("""{"version":0,"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}""")]
    [InlineData("""{"version":"2","wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}""")]
    [InlineData("""{"version":2""")]
    [InlineData("""{"version":1,"wallet":"vitalik.eth"}""")]
    [InlineData("""{"version":1,"wallet":"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"}""")]
    [InlineData("""{"version":1,"wallet":null}""")]
    [InlineData("""{"version":1,"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","runId":"a b"}""")]
    public void An_invalid_request_is_rejected_with_a_reason(string body)
    {
        var exception = Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<SyncRequest>(body));

        Assert.NotEmpty(exception.Message);
    }

    // Family: messages of the next release. Only the version is sure to keep its form.
    [Theory]
    [InlineData("""{"version":2,"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}""")]
    [InlineData("""{"parts":["a"],"version":2}""")]
    [InlineData("""{"version":2,"wallet":{"evm":"0xd8da"},"chunk":["a"],"page":"x","network":7,"shard":{},"tickAt":0}""")]
    [InlineData("\uFEFF {\"version\":2}")]
    [InlineData("eyJ2ZXJzaW9uIjoyfQ==")]
    public void A_message_of_a_later_version_is_recognized_in_every_queue_whatever_else_it_has(string body)
    {
        foreach (var queue in QueueNames.All)
        {
            Assert.Contains("version 2", Assert.Throws<NewerMessageException>(() => MessageCodec.Decode(queue, body)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<NewerMessageException>(() => MessageCodec.Decode<AssetsMessage>(body + new string(' ', MessageLimits.MaxMessageBytes)));
    }

    [Theory]
    [InlineData("""{"version":0,"chunk":""}""", "version 0")]
    [InlineData("""{"version":1,"chunk":"//////////8="}""", "Brotli")]
    [InlineData("""{"version":1,"chunk":"%%"}""", "JSON")]
    [InlineData("""{"version":1}""", "JSON")]
    public void An_invalid_chunk_is_rejected_with_a_reason(string body, string reason)
    {
        var exception = Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<AssetsMessage>(body));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_oversized_message_is_rejected_before_it_is_parsed()
    {
        var body = Encode(new string(' ', 10)) + new string(' ', MessageLimits.MaxMessageBytes);

        Assert.Contains("larger than", Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<AssetsMessage>(body)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decompression_bomb_is_rejected_without_decompressing_it()
    {
        var body = Encode(new string(' ', 64 * 1024 * 1024));

        Assert.Contains("decompresses", Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<AssetsMessage>(body)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_with_more_positions_than_allowed_is_rejected()
    {
        var rows = TestRows.Positions(MessageLimits.MaxPositions + 1);
        var chunk = ChunkPlanner.Plan(TestRows.Run(), [rows[0]], [], 90)[0].Chunk;
        var full = new AssetsMessage(chunk with { Positions = [.. rows.Skip(1)] });

        Assert.Equal(MessageLimits.MaxPositions, MessageCodec.Decode<AssetsMessage>(MessageCodec.Encode(full)).Chunk.Positions.Count);
        Assert.Throws<MessageFormatException>(() => MessageCodec.Decode<AssetsMessage>(MessageCodec.Encode(new AssetsMessage(chunk with { Positions = rows }))));
    }

    [Fact]
    public void Random_bytes_never_do_more_than_fail_to_decode()
    {
        var random = new Random(7);
        var valid = MessageCodec.Encode(ChunkPlanner.Plan(TestRows.Run(), TestRows.Positions(5), [], 90)[0]);
        for (var i = 0; i < 2_000; i++)
        {
            var mutated = valid.ToCharArray();
            for (var j = 0; j < 1 + random.Next(8); j++)
            {
                mutated[random.Next(mutated.Length)] = (char)random.Next(32, 127);
            }

            var body = new string(mutated);
            var exception = Record.Exception(() => MessageCodec.Decode<AssetsMessage>(body));
            Assert.True(exception is null or MessageFormatException, $"{exception} for {body}");
        }
    }

    static string Encode(string json)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(Encoding.UTF8.GetBytes(json));
        }

        return $$"""{"version":1,"chunk":"{{Convert.ToBase64String(compressed.ToArray())}}"}""";
    }
}
