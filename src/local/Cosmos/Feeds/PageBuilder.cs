using System.Buffers;
using System.Text;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Collects the documents of one page into a reply body.</summary>
sealed class PageBuilder
{
    /// <summary>The documented size limit of a response: 4 MB.</summary>
    const int MaxBytes = 4 * 1024 * 1024;

    readonly ArrayBufferWriter<byte> _body = new(4096);
    readonly int _start;

    public PageBuilder(string containerRid)
    {
        _body.Write(Encoding.ASCII.GetBytes($"{{\"_rid\":\"{containerRid}\",\"Documents\":["));
        _start = _body.WrittenCount - 1;
    }

    public int Count { get; private set; }

    /// <summary>Whether a document of this size still fits; the first always does.</summary>
    public bool HasRoomFor(int bytes) => Count == 0 || _body.WrittenCount + bytes < MaxBytes;

    public void Add(ReadOnlySpan<byte> document)
    {
        _body.Write(Count++ > 0 ? ","u8 : default);
        _body.Write(document);
    }

    public byte[] Build()
    {
        _body.Write(Encoding.ASCII.GetBytes($"],\"_count\":{Count}}}"));
        return _body.WrittenSpan.ToArray();
    }

    /// <summary>The documents alone, as a JSON array.</summary>
    public ReadOnlySpan<byte> BuildArray()
    {
        _body.Write("]"u8);
        return _body.WrittenSpan[_start..];
    }
}
