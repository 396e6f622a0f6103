using System.Buffers;

namespace AssetFunctions.Providers.JsonApi;

partial class PageSplitter
{
    // Deeper brackets are counted but not distinguished; such a row is not well framed.
    const int MaxDepth = 64;

    // Any other byte outside a string means that a quote was lost and text is read as structure.
    static readonly SearchValues<byte> PlainStructure = SearchValues.Create(" \t\r\n,:0123456789+-.eEtrufalsn"u8);
    // Numbers and words, including invalid ones: such a value ends its row, not the page.
    static readonly SearchValues<byte> LiteralStarts =
        SearchValues.Create("-+.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
    static readonly SearchValues<byte> LiteralStops = SearchValues.Create(" \t\r\n,]}"u8);
    static readonly SearchValues<byte> TextStops =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    Target _target;
    int _depth;
    ulong _arrays;
    bool _inText;
    bool _escape;
    bool _wellFramed;

    int BeginValue(byte first, Target target)
    {
        _target = target;
        _depth = 0;
        _inText = false;
        _escape = false;
        _wellFramed = true;
        _value.Reset(target switch { Target.Row => maxRowBytes, Target.Links => MaxLinksBytes, _ => 0 });
        _position = first switch
        {
            (byte)'{' or (byte)'[' or (byte)'"' => Position.InValue,
            _ => LiteralStarts.Contains(first) ? Position.InLiteral : Position.Broken,
        };
        return 0;
    }

    int ScanLiteral(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny(LiteralStops);
        var read = end < 0 ? bytes.Length : end;
        _value.Append(bytes[..read]);
        if (end >= 0)
        {
            EndValue();
        }

        return read;
    }

    int ScanValue(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        var ended = false;
        while (read < bytes.Length && !ended)
        {
            read += _inText ? TakeText(bytes[read..], out ended) : TakeStructure(bytes[read..], out ended);
        }

        _value.Append(bytes[..read]);
        if (ended)
        {
            EndValue();
        }

        return read;
    }

    int TakeText(ReadOnlySpan<byte> bytes, out bool ended)
    {
        ended = false;
        if (_escape)
        {
            _escape = false;
            return 1;
        }

        var stop = bytes.IndexOfAny(TextStops);
        if (stop < 0)
        {
            return bytes.Length;
        }

        _escape = bytes[stop] == '\\';
        _inText = bytes[stop] != '"';
        _wellFramed &= _escape || !_inText;
        ended = !_inText && _depth == 0;
        return stop + 1;
    }

    int TakeStructure(ReadOnlySpan<byte> bytes, out bool ended)
    {
        ended = false;
        switch (bytes[0])
        {
            case (byte)'"':
                _inText = true;
                return 1;
            case (byte)'{' or (byte)'[':
                Open(bytes[0] == '[');
                return 1;
            case (byte)'}' or (byte)']':
                ended = Close(bytes[0] == ']');
                return 1;
        }

        var plain = bytes.IndexOfAnyExcept(PlainStructure);
        if (plain == 0)
        {
            _wellFramed = false;
            return 1;
        }

        return plain < 0 ? bytes.Length : plain;
    }

    void Open(bool isArray)
    {
        if (_depth < MaxDepth)
        {
            var bit = 1UL << _depth;
            _arrays = isArray ? _arrays | bit : _arrays & ~bit;
        }

        _depth++;
        _wellFramed &= _depth <= MaxDepth;
    }

    bool Close(bool isArray)
    {
        if (_depth > MaxDepth)
        {
            _depth--;
            return false;
        }

        // A bracket also closes everything left open inside its counterpart, and one without a counterpart is skipped, so that a missing or extra
        // bracket costs as few rows as possible.
        var counterpart = _depth - 1;
        while (counterpart >= 0 && ((_arrays >> counterpart) & 1) != (isArray ? 1UL : 0UL))
        {
            counterpart--;
        }

        _wellFramed &= counterpart == _depth - 1;
        _depth = counterpart < 0 ? _depth : counterpart;
        return counterpart == 0;
    }

    void EndValue()
    {
        _position = _target == Target.Row ? Position.BetweenRows : Position.BeforeKey;
        if (_target == Target.Links)
        {
            sink.OnLinks(_value.Written);
        }
        else if (_target == Target.Row && _value.Overflowed)
        {
            sink.OnOversizedRow(_value.Written, _wellFramed);
        }
        else if (_target == Target.Row)
        {
            sink.OnRow(_value.Written);
        }
    }
}
