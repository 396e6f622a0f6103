using System.Buffers.Binary;
using System.IO.Hashing;

namespace AssetFunctions.Local.Cosmos.Batches;

/// <summary>
/// The framing around the rows of a batch: a segment header, then per record a header with length and CRC-32 of the row
/// that follows.
/// </summary>
static class RecordIo
{
    public const byte RowVersion = 0x81;

    const int RecordHeaderBytes = 13;

    static ReadOnlySpan<byte> SegmentHeader => [RowVersion, 0xF0, 0xD8, 0xFF, 0x7F, 0x01, 0x0A, 0, 0, 0];

    static ReadOnlySpan<byte> RecordSchema => [RowVersion, 0xF1, 0xD8, 0xFF, 0x7F];

    public static List<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> body)
    {
        var rows = new List<ReadOnlyMemory<byte>>();
        var reader = new HybridRowReader(body.Span);
        if (!reader.Take(5).SequenceEqual(SegmentHeader[..5]))
        {
            throw HybridRowReader.Malformed();
        }

        var segmentLength = reader.ReadByte() == 0 ? 0 : reader.ReadInt32();
        var headerLength = reader.Position;
        if (segmentLength > headerLength)
        {
            // A segment may carry a comment and a schema; neither matters here.
            reader.Take(segmentLength - headerLength);
        }

        while (!reader.IsAtEnd)
        {
            if (!reader.Take(5).SequenceEqual(RecordSchema))
            {
                throw HybridRowReader.Malformed();
            }

            var length = reader.ReadInt32();
            var crc = reader.ReadUInt32();
            var start = reader.Position;
            if (Crc32.HashToUInt32(reader.Take(length)) != crc)
            {
                throw HybridRowReader.Malformed();
            }

            rows.Add(body.Slice(start, length));
        }

        return rows;
    }

    public static byte[] Write(List<byte[]> rows)
    {
        var body = new byte[SegmentHeader.Length + rows.Sum(row => row.Length + RecordHeaderBytes)];
        SegmentHeader.CopyTo(body);
        var rest = body.AsSpan(SegmentHeader.Length);
        foreach (var row in rows)
        {
            RecordSchema.CopyTo(rest);
            BinaryPrimitives.WriteInt32LittleEndian(rest[5..], row.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[9..], Crc32.HashToUInt32(row));
            row.CopyTo(rest[RecordHeaderBytes..]);
            rest = rest[(RecordHeaderBytes + row.Length)..];
        }

        return body;
    }
}
