using System.Buffers;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Messaging;

/// <summary>
/// Converts messages to text and back. A <see cref="ChunkMessage"/> is an envelope <c>{"version":1,"chunk":"…"}</c> around base64 of
/// Brotli-compressed JSON; the others are plain JSON. Messages are validated before a phase sees them.
/// </summary>
public static partial class MessageCodec
{
    // 5 of 11: nearly the compression ratio of the slowest level, in a fraction of the time.
    const int CompressionQuality = 5;
    const int CompressionWindow = 18;

    const char ByteOrderMark = '\uFEFF';

    static readonly FrozenDictionary<string, (int Version, Func<string, ISyncMessage> Decode)> Formats = new Dictionary<string, (int, Func<string, ISyncMessage>)>
    {
        [SyncRequest.Queue] = (SyncRequest.CurrentVersion, DecodeRequest),
        [AssetsMessage.Queue] = (Chunk.CurrentVersion, text => new AssetsMessage(DecodeChunk(text))),
        [PricesMessage.Queue] = (Chunk.CurrentVersion, text => new PricesMessage(DecodeChunk(text))),
        [PositionsMessage.Queue] = (Chunk.CurrentVersion, text => new PositionsMessage(DecodeChunk(text))),
        [TransactionsMessage.Queue] = (TransactionsMessage.CurrentVersion, DecodeTransactions),
        [PriceRefreshRequest.Queue] = (PriceRefreshRequest.CurrentVersion, DecodePriceRefresh),
        [ShardRequest.Queue] = (ShardRequest.CurrentVersion, DecodeShard),
        [DeletionRequest.Queue] = (DeletionRequest.CurrentVersion, DecodeDeletion),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Encode(ISyncMessage message) => message switch
    {
        SyncRequest request => JsonSerializer.Serialize(request, MessageJson.Default.SyncRequest),
        ChunkMessage chunk => chunk.Text,
        TransactionsMessage page => JsonSerializer.Serialize(page, MessageJson.Default.TransactionsMessage),
        PriceRefreshRequest request => JsonSerializer.Serialize(request, MessageJson.Default.PriceRefreshRequest),
        ShardRequest shard => JsonSerializer.Serialize(shard, MessageJson.Default.ShardRequest),
        DeletionRequest deletion => JsonSerializer.Serialize(deletion, MessageJson.Default.DeletionRequest),
        _ => throw new ArgumentException($"No text form for {message.GetType().Name}.", nameof(message)),
    };

    /// <summary>Reads the text of a message.</summary>
    /// <exception cref="NewerMessageException">The message has a later version than this one reads.</exception>
    /// <exception cref="MessageFormatException">The text is not a message this version understands.</exception>
    public static TMessage Decode<TMessage>(string text)
        where TMessage : ISyncMessage<TMessage> => (TMessage)Decode(TMessage.Queue, text);

    /// <summary>Reads the text of a message of a queue.</summary>
    /// <exception cref="NewerMessageException">The message has a later version than this one reads.</exception>
    /// <exception cref="MessageFormatException">The text is not a message this version understands.</exception>
    public static ISyncMessage Decode(string queue, string text)
    {
        try
        {
            return Encoding.UTF8.GetByteCount(text) <= MessageLimits.MaxMessageBytes
                ? Formats[queue].Decode(PlainOf(text))
                : throw new MessageFormatException($"the message is larger than {MessageLimits.MaxMessageBytes} bytes");
        }
        catch (MessageFormatException ex) when (VersionOf(text) is { } version && version > Formats[queue].Version)
        {
            // All but the version of such a message may have another form, which failed before the version was checked.
            throw new NewerMessageException(version, ex);
        }
    }

    static int? VersionOf(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(PlainOf(text), MessageJson.Default.VersionedMessage)?.Version;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The Azure portal and older SDKs send base64, and some senders put a byte order mark before the text.
    static string PlainOf(string text)
    {
        var plain = text.Trim(ByteOrderMark).Trim();
        if (plain.StartsWith('{'))
        {
            return plain;
        }

        var bytes = new byte[plain.Length];
        return Convert.TryFromBase64String(plain, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Trim(ByteOrderMark) : plain;
    }

    internal static string Encode(Chunk chunk)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(chunk, MessageJson.Default.Chunk);
        var compressed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(json, compressed, out var length, CompressionQuality, CompressionWindow))
            {
                throw new InvalidOperationException("The compressor ran out of room.");
            }

            var envelope = new ChunkEnvelope(Chunk.CurrentVersion, compressed.AsMemory(0, length));
            return JsonSerializer.Serialize(envelope, MessageJson.Default.ChunkEnvelope);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    static SyncRequest DecodeRequest(string text)
    {
        var request = Parse(() => JsonSerializer.Deserialize(text, MessageJson.Default.SyncRequest));
        RequireVersion(request.Version, SyncRequest.CurrentVersion);
        var wallet = RequireWallet(request.Wallet);
        if (request.RunId is { } runId)
        {
            RequireRunId(runId);
        }

        if (request.Usage is { } usage && !(usage.Requests >= 0 && double.IsFinite(usage.RequestUnits) && usage.RequestUnits >= 0))
        {
            throw new MessageFormatException("'usage' is negative");
        }

        return request with { Wallet = wallet, Networks = CleanNetworks(request.Networks) };
    }

    static IReadOnlyList<string>? CleanNetworks(IReadOnlyList<string>? networks) => networks is null or [] ? null
        : NetworkSlugs.Clean(networks)
            ?? throw new MessageFormatException($"'networks' must be at most {RegistrationDefaults.MaxNetworks} network slugs");

    static ShardRequest DecodeShard(string text)
    {
        var request = Parse(() => JsonSerializer.Deserialize(text, MessageJson.Default.ShardRequest));
        RequireVersion(request.Version, ShardRequest.CurrentVersion);
        return request;
    }

    static DeletionRequest DecodeDeletion(string text)
    {
        var request = Parse(() => JsonSerializer.Deserialize(text, MessageJson.Default.DeletionRequest));
        RequireVersion(request.Version, DeletionRequest.CurrentVersion);
        return request with { Wallet = RequireWallet(request.Wallet) };
    }

    static PriceRefreshRequest DecodePriceRefresh(string text)
    {
        var request = Parse(() => JsonSerializer.Deserialize(text, MessageJson.Default.PriceRefreshRequest));
        RequireVersion(request.Version, PriceRefreshRequest.CurrentVersion);
        return string.IsNullOrWhiteSpace(request.Network) ? throw new MessageFormatException("'network' is empty") : request;
    }

    static Chunk DecodeChunk(string text)
    {
        var envelope = Parse(() => JsonSerializer.Deserialize(text, MessageJson.Default.ChunkEnvelope));
        RequireVersion(envelope.Version, Chunk.CurrentVersion);
        var chunk = Decompress(envelope.Chunk);
        if (chunk.Positions.Count > MessageLimits.MaxPositions)
        {
            throw new MessageFormatException($"the chunk has {chunk.Positions.Count} positions, at most {MessageLimits.MaxPositions} are allowed");
        }

        if (chunk.Index < 0 || chunk.Index >= chunk.Run.ChunkCount)
        {
            throw new MessageFormatException($"chunk {chunk.Index} does not belong to a run of {chunk.Run.ChunkCount} chunks");
        }

        return chunk;
    }

    static Chunk Decompress(ReadOnlyMemory<byte> compressed)
    {
        using var decoder = new BrotliStream(new MemoryStream(compressed.ToArray(), writable: false), CompressionMode.Decompress);
        var decompressed = ArrayPool<byte>.Shared.Rent(MessageLimits.MaxDecompressedBytes + 1);
        try
        {
            var length = decoder.ReadAtLeast(decompressed, decompressed.Length, throwOnEndOfStream: false);
            return length <= MessageLimits.MaxDecompressedBytes
                ? Parse(() => JsonSerializer.Deserialize(decompressed.AsSpan(0, length), MessageJson.Default.Chunk))
                : throw new MessageFormatException($"the chunk decompresses to more than {MessageLimits.MaxDecompressedBytes} bytes");
        }
        catch (Exception ex) when (ex is InvalidDataException or InvalidOperationException or IOException)
        {
            throw new MessageFormatException("the chunk is not Brotli data", ex);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decompressed);
        }
    }

    static T Parse<T>(Func<T?> deserialize)
        where T : class
    {
        try
        {
            return deserialize() ?? throw new MessageFormatException("the message is null");
        }
        catch (JsonException ex)
        {
            throw new MessageFormatException($"the message is not the expected JSON: {ex.Message}", ex);
        }
    }

    static void RequireVersion(int version, int expected)
    {
        if (version != expected)
        {
            throw new MessageFormatException($"the message has version {version}, only {expected} is known");
        }
    }

    static string RequireWallet(string address) => WalletAddress.TryCanonicalize(address, out var wallet)
        ? wallet
        : throw new MessageFormatException("'wallet' is neither an EVM nor a Solana address");

    static void RequireRunId(string runId)
    {
        if (runId.Length is 0 or > MessageLimits.MaxRunIdLength || runId.AsSpan().IndexOfAnyExcept(RunIdCharacters) >= 0)
        {
            throw new MessageFormatException($"'runId' must be 1 to {MessageLimits.MaxRunIdLength} characters of A-Z, a-z, 0-9, '-' and '_'");
        }
    }

    static readonly SearchValues<char> RunIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
