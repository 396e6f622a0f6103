using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>
/// The binary ids (<c>_rid</c>) that clients parse: 4 bytes for a database, 8 for a container (the fifth has its top bit set),
/// 16 for a document; base64 with '-' in place of '/'.
/// </summary>
static class ResourceId
{
    const int DocumentLength = 24;

    public static string Database(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return Encode(bytes);
    }

    public static string Container(string databaseRid, uint number)
    {
        Span<byte> bytes = stackalloc byte[8];
        Decode(databaseRid, bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], number | 0x80000000);
        return Encode(bytes);
    }

    public static string Document(ReadOnlySpan<byte> container, long number)
    {
        Span<byte> text = stackalloc byte[DocumentLength];
        WriteDocument(container, number, text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>Writes the rid of a document as text.</summary>
    public static void WriteDocument(ReadOnlySpan<byte> container, long number, Span<byte> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        container.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], number);
        Base64.EncodeToUtf8(bytes, text, out _, out _);
        text.Replace((byte)'/', (byte)'-');
    }

    /// <summary>Reads the number of a document from its rid.</summary>
    public static bool TryReadDocument(string rid, out long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        var isDocument = rid.Length == DocumentLength && Convert.TryFromBase64String(rid.Replace('-', '/'), bytes, out var length) && length == 16;
        number = isDocument ? BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) : 0;
        return isDocument;
    }

    public static void Decode(string rid, Span<byte> bytes) =>
        Convert.TryFromBase64String(rid.Replace('-', '/'), bytes, out _);

    static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).Replace('/', '-');
}
