namespace AssetFunctions.Providers.JsonApi;

/// <summary>
/// Splits a JSON:API page (<c>{"links":{…},"data":[…]}</c>), optionally in an envelope, into rows as the bytes arrive, so that a page of any size needs
/// memory only for its largest row. It only pairs quotes and brackets: a row that is broken inside stays one row, and its neighbors survive.
/// </summary>
/// <param name="sink">Receives the parts.</param>
/// <param name="shape">Location of the rows.</param>
/// <param name="maxRowBytes">Size limit of one row; a longer one is skipped.</param>
sealed partial class PageSplitter(IPageSink sink, PageShape shape, int maxRowBytes) : IDisposable
{
    const int MaxLinksBytes = 64 * 1024;
    const int MaxKeyBytes = 16;

    readonly byte[] _key = new byte[MaxKeyBytes];
    readonly RowBuffer _value = new();
    Position _position = Position.BeforeDocument;
    int _keyLength;
    bool _keyEscape;
    bool _hasData;
    bool _inEnvelope;

    /// <summary>Parsing state of the page.</summary>
    public PageState State => _position switch
    {
        Position.AfterDocument => _hasData ? PageState.Complete : PageState.NoData,
        Position.NotJson => PageState.NotJson,
        Position.Broken => PageState.Broken,
        _ => PageState.Open,
    };

    /// <summary>Size of the buffer for the largest row so far, in bytes.</summary>
    public int BufferBytes => _value.Capacity;

    /// <summary>Processes the next bytes of the page, in pieces of any size.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            rest = rest[Step(rest)..];
        }
    }

    public void Dispose() => _value.Dispose();

    int Step(ReadOnlySpan<byte> bytes) => _position switch
    {
        Position.InValue => ScanValue(bytes),
        Position.InLiteral => ScanLiteral(bytes),
        Position.AfterDocument => PassEnd(bytes),
        Position.NotJson or Position.Broken => bytes.Length,
        _ => Take(bytes[0]),
    };

    int Take(byte next)
    {
        if (_position != Position.InKey && next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            return 1;
        }

        return _position switch
        {
            Position.BeforeDocument => BeginDocument(next),
            Position.BeforeKey => BeginKey(next),
            Position.InKey => TakeKey(next),
            Position.AfterKey => Go(next == ':' ? Position.BeforeValue : Position.Broken),
            Position.BeforeValue => BeginMember(next),
            _ => BeginRow(next),
        };
    }

    // A row with missing brackets can end the document early. Bytes after the end are then rows, which must not be lost silently.
    int PassEnd(ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAnyExcept(" \t\r\n"u8))
        {
            _position = Position.Broken;
        }

        return bytes.Length;
    }

    int BeginDocument(byte next)
    {
        var isByteOrderMark = next is 0xEF or 0xBB or 0xBF;
        return isByteOrderMark ? 1 : Go(next == '{' ? Position.BeforeKey : Position.NotJson);
    }

    int BeginKey(byte next)
    {
        _keyLength = 0;
        return next switch
        {
            (byte)',' => 1,
            (byte)'"' => Go(Position.InKey),
            (byte)'}' => EndObject(),
            _ => Go(Position.Broken),
        };
    }

    int TakeKey(byte next)
    {
        if (next == '"' && !_keyEscape)
        {
            return Go(Position.AfterKey);
        }

        _keyEscape = next == '\\' && !_keyEscape;
        if (_keyLength < MaxKeyBytes)
        {
            _key[_keyLength++] = next;
        }

        return 1;
    }

    int BeginMember(byte next)
    {
        var key = _key.AsSpan(0, _keyLength);
        if (next == '{' && !_inEnvelope && !shape.Envelope.IsEmpty && key.SequenceEqual(shape.Envelope))
        {
            _inEnvelope = true;
            return Go(Position.BeforeKey);
        }

        var holdsRows = _inEnvelope || shape.Envelope.IsEmpty;
        if (next == '[' && holdsRows && key.SequenceEqual(shape.Rows))
        {
            _hasData = true;
            return Go(Position.BetweenRows);
        }

        return BeginValue(next, holdsRows && key.SequenceEqual(shape.Next) ? Target.Links : Target.Nothing);
    }

    int EndObject()
    {
        var position = _inEnvelope ? Position.BeforeKey : Position.AfterDocument;
        _inEnvelope = false;
        return Go(position);
    }

    int BeginRow(byte next) => next switch
    {
        (byte)',' => 1,
        (byte)']' => Go(Position.BeforeKey),
        _ => BeginValue(next, Target.Row),
    };

    int Go(Position position)
    {
        _position = position;
        return 1;
    }

    enum Position
    {
        BeforeDocument,
        BeforeKey,
        InKey,
        AfterKey,
        BeforeValue,
        BetweenRows,
        InValue,
        InLiteral,
        AfterDocument,
        NotJson,
        Broken,
    }

    enum Target
    {
        Nothing,
        Links,
        Row,
    }
}
