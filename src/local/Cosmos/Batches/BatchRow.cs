using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Batches;

/// <summary>One operation of a batch, as received.</summary>
sealed record BatchRow(
    ItemOperationKind Kind,
    string? PartitionKey,
    string? Id,
    ReadOnlyMemory<byte> Body,
    string? IfMatch,
    string? IfNoneMatch,
    bool IsMinimal)
{
    const int SchemaId = 2145473648;

    /// <summary>Type codes of the HybridRow format.</summary>
    const byte BooleanFalse = 2;
    const byte BooleanTrue = 3;
    const byte Int32 = 7;
    const byte Utf8 = 20;

    /// <summary>Indexes of the optional trailing fields in the schema.</summary>
    const byte IndexingDirective = 8;
    const byte IfMatchField = 9;
    const byte IfNoneMatchField = 10;
    const byte TimeToLive = 11;
    const byte MinimalReturn = 12;

    /// <exception cref="RequestRefusedException">400 when the bytes are not a valid operation.</exception>
    public static BatchRow Read(ReadOnlyMemory<byte> row)
    {
        var reader = new HybridRowReader(row.Span);
        if (reader.ReadByte() != RecordIo.RowVersion || reader.ReadInt32() != SchemaId)
        {
            throw HybridRowReader.Malformed();
        }

        var present = reader.ReadByte();
        var kind = (ItemOperationKind)reader.ReadInt32();
        var isDocument = reader.ReadInt32() == 2;
        if ((present & 3) != 3 || !isDocument || !Enum.IsDefined(kind))
        {
            throw HybridRowReader.Malformed();
        }

        var partitionKey = IsSet(present, 2) ? reader.ReadText() : null;
        _ = IsSet(present, 3) ? reader.ReadBinary() : default;
        var id = IsSet(present, 4) ? reader.ReadText() : null;
        _ = IsSet(present, 5) ? reader.ReadBinary() : default;
        var body = IsSet(present, 6) ? ReadBody(row, ref reader) : default;
        return ReadOptions(new BatchRow(kind, partitionKey, id, body, null, null, false), ref reader);
    }

    static bool IsSet(byte present, int bit) => (present & (1 << bit)) != 0;

    static ReadOnlyMemory<byte> ReadBody(ReadOnlyMemory<byte> row, ref HybridRowReader reader)
    {
        var length = reader.ReadBinary().Length;
        return row.Slice(reader.Position - length, length);
    }

    static BatchRow ReadOptions(BatchRow row, ref HybridRowReader reader)
    {
        while (!reader.IsAtEnd)
        {
            var type = reader.ReadByte();
            row = (reader.ReadByte(), type) switch
            {
                (IndexingDirective, Utf8) => Skip(row, reader.ReadText()),
                (IfMatchField, Utf8) => row with { IfMatch = reader.ReadText() },
                (IfNoneMatchField, Utf8) => row with { IfNoneMatch = reader.ReadText() },
                (TimeToLive, Int32) => Skip(row, reader.ReadInt32()),
                (MinimalReturn, BooleanTrue) => row with { IsMinimal = true },
                (MinimalReturn, BooleanFalse) => row,
                _ => throw HybridRowReader.Malformed(),
            };
        }

        return row;
    }

    static BatchRow Skip<T>(BatchRow row, T value)
    {
        _ = value;
        return row;
    }
}

/// <summary>The result of one operation of a batch, as sent.</summary>
static class BatchResultRow
{
    const int SchemaId = 2145473649;
    const byte Float64 = 16;
    const byte RequestChargeField = 6;

    public static byte[] Write(in ItemResult result, bool isMinimal)
    {
        var body = BodyOf(result, isMinimal);
        var etag = result.Item?.ETag;
        var row = new ArrayBufferWriter<byte>(body.Length + 80);
        var header = row.GetSpan(14);
        header[0] = RecordIo.RowVersion;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], SchemaId);
        header[5] = (byte)(3 | (etag is null ? 0 : 4) | (body.IsEmpty ? 0 : 8));
        BinaryPrimitives.WriteInt32LittleEndian(header[6..], result.Status);
        BinaryPrimitives.WriteInt32LittleEndian(header[10..], result.SubStatus);
        row.Advance(14);
        if (etag is not null)
        {
            WriteBinary(row, Encoding.UTF8.GetBytes(etag));
        }

        if (!body.IsEmpty)
        {
            WriteBinary(row, body.Span);
        }

        var charge = row.GetSpan(10);
        (charge[0], charge[1]) = (Float64, RequestChargeField);
        BinaryPrimitives.WriteDoubleLittleEndian(charge[2..], result.Charge);
        row.Advance(10);
        return row.WrittenSpan.ToArray();
    }

    static ReadOnlyMemory<byte> BodyOf(in ItemResult result, bool isMinimal)
    {
        if (result.Error is not null)
        {
            return Encoding.UTF8.GetBytes(result.Error);
        }

        return isMinimal || result.Status == 304 || result.Item is null ? default(ReadOnlyMemory<byte>) : result.Item.Body;
    }

    static void WriteBinary(ArrayBufferWriter<byte> row, ReadOnlySpan<byte> value)
    {
        var length = (uint)value.Length;
        while (length >= 0x80)
        {
            row.GetSpan(1)[0] = (byte)(length | 0x80);
            row.Advance(1);
            length >>= 7;
        }

        row.GetSpan(1)[0] = (byte)length;
        row.Advance(1);
        row.Write(value);
    }
}
