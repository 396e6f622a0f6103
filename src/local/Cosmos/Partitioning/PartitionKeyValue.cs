using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// The logical partition an item belongs to: the effective partition key (hash version 2) of its key value, as 32 digits of upper-case hexadecimal.
/// Two keys are the same if and only if these strings are equal.
/// </summary>
readonly record struct PartitionKeyValue(string Epk)
{
    /// <summary>The longest accepted key text in UTF-8 bytes (documented service limit).</summary>
    const int LongestText = 2048;

    /// <summary>Reads the JSON array of the <c>x-ms-documentdb-partitionkey</c> header.</summary>
    /// <exception cref="RequestRefusedException">400 when the text is not such an array.</exception>
    public static PartitionKeyValue ParseHeader(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw RequestRefusedException.BadRequest("The partition key supplied in x-ms-partitionkey header is not a JSON array.");
            }

            return document.RootElement.GetArrayLength() == 1
                ? new PartitionKeyValue(Hash(document.RootElement[0].ValueKind == JsonValueKind.Object ? default : document.RootElement[0]))
                : throw RequestRefusedException.BadRequest("The partition key must have exactly one component, as the container's key does.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An unpaired surrogate escape is legal JSON grammar and only fails when the text is read.
            throw RequestRefusedException.BadRequest("The partition key supplied in x-ms-partitionkey header is not valid JSON.");
        }
    }

    /// <summary>The key of a document: the value at the container's key path, undefined when there is none.</summary>
    public static PartitionKeyValue OfDocument(JsonElement document, DocumentPath path) => new(Hash(path.Find(document)));

    static string Hash(JsonElement component)
    {
        Span<byte> small = stackalloc byte[9];
        switch (component.ValueKind)
        {
            case JsonValueKind.String:
                return HashText(component.GetString()!);
            case JsonValueKind.Number:
                small[0] = 5;
                BinaryPrimitives.WriteDoubleLittleEndian(small[1..], component.GetDouble());
                return Hash(small);
            case JsonValueKind.Undefined:
                small[0] = 0;
                break;
            case JsonValueKind.Null:
                small[0] = 1;
                break;
            case JsonValueKind.False:
                small[0] = 2;
                break;
            case JsonValueKind.True:
                small[0] = 3;
                break;
            default:
                throw RequestRefusedException.BadRequest("A partition key value must be a string, a number, a boolean or null.");
        }

        return Hash(small[..1]);
    }

    static string HashText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (length > LongestText)
        {
            throw RequestRefusedException.BadRequest("The partition key value is longer than 2048 bytes.");
        }

        Span<byte> encoded = stackalloc byte[LongestText + 2];
        encoded[0] = 8;
        Encoding.UTF8.GetBytes(text, encoded[1..]);
        encoded[length + 1] = 0xFF;
        return Hash(encoded[..(length + 2)]);
    }

    static string Hash(ReadOnlySpan<byte> encoded)
    {
        var (low, high) = Murmur3.Hash(encoded);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        // The service keeps hashes below its upper bound "FF" by clearing the two top bits.
        bytes[0] &= 0x3F;
        return Convert.ToHexString(bytes);
    }
}
