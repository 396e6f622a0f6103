using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// The logical partition an item belongs to: the effective partition key (hash version 2) of its key values, as upper-case
/// hexadecimal, 32 digits per key component. Two keys are the same key exactly when these texts are equal.
/// </summary>
readonly record struct PartitionKeyValue(string Epk, int Components)
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

            var epk = new StringBuilder(32);
            var components = 0;
            foreach (var component in document.RootElement.EnumerateArray())
            {
                Append(epk, component.ValueKind == JsonValueKind.Object ? default : component);
                components++;
            }

            return new PartitionKeyValue(epk.ToString(), components);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An unpaired surrogate escape is legal JSON grammar and only fails when the text is read.
            throw RequestRefusedException.BadRequest("The partition key supplied in x-ms-partitionkey header is not valid JSON.");
        }
    }

    /// <summary>The key of a document: the values at the container's key paths, undefined where a path leads nowhere.</summary>
    public static PartitionKeyValue OfDocument(JsonElement document, PartitionKeyDefinition definition)
    {
        if (definition.Paths.Count == 1)
        {
            return new PartitionKeyValue(Hash(definition.Paths[0].Find(document)), 1);
        }

        var epk = new StringBuilder(32 * definition.Paths.Count);
        foreach (var path in definition.Paths)
        {
            Append(epk, path.Find(document));
        }

        return new PartitionKeyValue(epk.ToString(), definition.Paths.Count);
    }

    /// <summary>The key whose only component is this text.</summary>
    public static PartitionKeyValue OfText(string text) => new(HashText(text), 1);

    static void Append(StringBuilder epk, JsonElement component) => epk.Append(Hash(component));

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
