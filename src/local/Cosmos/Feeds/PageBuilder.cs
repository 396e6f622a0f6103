using System.Buffers;
using System.Text;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Collects the documents of one page into a reply body.</summary>
sealed class PageBuilder
{
    /// <summary>Pages end before they grow beyond 4 MB (documented limit of a response).</summary>
    const int LargestBytes = 4 * 1024 * 1024;

    readonly ArrayBufferWriter<byte> _body = new(4096);
    readonly int _start;

    public PageBuilder(string containerRid)
    {
        _body.Write(Encoding.ASCII.GetBytes($"{{\"_rid\":\"{containerRid}\",\"Documents\":["));
        _start = _body.WrittenCount - 1;
    }

    public int Count { get; private set; }

    /// <summary>The length of the documents alone.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether a document of this size still fits; the first always does.</summary>
    public bool HasRoomFor(int bytes) => Count == 0 || _body.WrittenCount + bytes < LargestBytes;

    public void Add(ReadOnlySpan<byte> document)
    {
        Separate(document);
        _body.Write(document);
    }

    /// <summary>Adds a document with one more member, given as JSON without braces.</summary>
    public void Add(ReadOnlySpan<byte> document, string member)
    {
        Separate(document);
        _body.Write(document[..^1]);
        _body.Write(Encoding.ASCII.GetBytes($",{member}}}"));
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

    void Separate(ReadOnlySpan<byte> document)
    {
        Bytes += document.Length;
        if (Count++ > 0)
        {
            _body.Write(","u8);
        }
    }
}
