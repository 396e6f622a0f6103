using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>The properties that the server adds to every stored document: <c>_rid</c>, <c>_self</c>, <c>_etag</c>, <c>_attachments</c>, <c>_ts</c>.</summary>
static class SystemProperties
{
    const int MaxBytes = 256;

    static readonly string[] Names = ["_rid", "_self", "_etag", "_ts", "_attachments"];

    public static bool Includes(JsonProperty property)
    {
        if (JsonMarshal.GetRawUtf8PropertyName(property) is not [(byte)'_', ..])
        {
            return false;
        }

        foreach (var name in Names)
        {
            if (property.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Appends the properties to a document without its closing brace.</summary>
    public static byte[] Append(ReadOnlySpan<byte> content, ContainerDefinition container, long rid, long version, long timestamp)
    {
        Span<byte> id = stackalloc byte[24];
        ResourceId.WriteDocument(container.BinaryRid, rid, id);
        Span<byte> rest = stackalloc byte[MaxBytes];
        var writer = new SpanWriter(rest);
        writer.Write(IsEmpty(content) ? "\"_rid\":\""u8 : ",\"_rid\":\""u8);
        writer.Write(id);
        writer.Write("\",\"_self\":\""u8);
        writer.Write(container.Utf8Self);
        writer.Write("docs/"u8);
        writer.Write(id);
        writer.Write("/\",\"_etag\":\"\\\""u8);
        EntityTag.Write(version, writer.Take(EntityTag.Length));
        writer.Write("\\\"\",\"_attachments\":\"attachments/\",\"_ts\":"u8);
        writer.Write(timestamp);
        writer.Write("}"u8);

        var body = GC.AllocateUninitializedArray<byte>(content.Length + writer.Length);
        content.CopyTo(body);
        rest[..writer.Length].CopyTo(body.AsSpan(content.Length));
        return body;
    }

    static bool IsEmpty(ReadOnlySpan<byte> content) => content.TrimEnd(" \t\r\n"u8) is [(byte)'{'];

    ref struct SpanWriter(Span<byte> target)
    {
        readonly Span<byte> _target = target;

        public int Length { get; private set; }

        public void Write(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

        public void Write(long value)
        {
            Utf8Formatter.TryFormat(value, _target[Length..], out var written);
            Length += written;
        }

        public Span<byte> Take(int length)
        {
            var taken = _target.Slice(Length, length);
            Length += length;
            return taken;
        }
    }
}
