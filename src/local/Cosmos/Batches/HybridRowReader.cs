using System.Buffers.Binary;
using System.Text;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Batches;

/// <summary>Reads HybridRow values from a buffer, in order.</summary>
ref struct HybridRowReader(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;
    int _position;

    public readonly bool IsAtEnd => _position >= _bytes.Length;

    public readonly int Position => _position;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A length-prefixed run of bytes; the length is a 7-bit variable-length integer.</summary>
    public ReadOnlySpan<byte> ReadBinary() => Take(ReadLength());

    public string ReadText()
    {
        try
        {
            return Strict.GetString(ReadBinary());
        }
        catch (DecoderFallbackException)
        {
            throw Malformed();
        }
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _position)
        {
            throw Malformed();
        }

        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    public static RequestRefusedException Malformed() => RequestRefusedException.BadRequest("The batch request body is malformed.");

    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    int ReadLength()
    {
        uint length = 0;
        for (var shift = 0; shift < 32; shift += 7)
        {
            var next = ReadByte();
            length |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return length <= int.MaxValue ? (int)length : throw Malformed();
            }
        }

        throw Malformed();
    }
}
