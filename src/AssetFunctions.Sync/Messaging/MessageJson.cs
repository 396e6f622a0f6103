using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Sync.Messaging;

/// <summary>Envelope of a compressed chunk.</summary>
sealed record ChunkEnvelope(int Version, ReadOnlyMemory<byte> Chunk);

/// <summary>What a message of any version has.</summary>
sealed record VersionedMessage(int Version);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(BigIntegerJsonConverter), typeof(JsonStringEnumConverter<SkipReason>)])]
[JsonSerializable(typeof(SyncRequest))]
[JsonSerializable(typeof(Chunk))]
[JsonSerializable(typeof(PriceRefreshRequest))]
[JsonSerializable(typeof(ShardRequest))]
[JsonSerializable(typeof(DeletionRequest))]
[JsonSerializable(typeof(ChunkEnvelope))]
[JsonSerializable(typeof(TransactionsMessage))]
[JsonSerializable(typeof(VersionedMessage))]
sealed partial class MessageJson : JsonSerializerContext;

/// <summary>Writes raw amounts as strings, because many JSON readers round numbers to doubles.</summary>
sealed class BigIntegerJsonConverter : JsonConverter<BigInteger>
{
    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && BigInteger.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("An amount must be a string of digits.");

    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
