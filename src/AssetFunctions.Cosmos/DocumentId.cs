using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Cosmos;

/// <summary>
/// Encodes any well-formed text as an item id, and back. Cosmos DB forbids <c>/ \ ? #</c> in ids; <c>%</c> and everything outside printable ASCII
/// causes problems in gateways and tools; and <c>.</c> or <c>..</c> alone would be read as a relative path.
/// <list type="bullet">
/// <item>Safe characters are kept, so an ordinary address is its own id.</item>
/// <item>Any other character becomes <c>~</c> and two hexadecimal digits for each of its UTF-8 bytes; <c>~</c> itself is <c>~7E</c>.</item>
/// <item>So does a <c>$</c> at the beginning, which only ids of other documents have.</item>
/// <item>The empty text is <c>~-</c>.</item>
/// <item>An id beyond 1,023 bytes becomes <c>~h</c> and the SHA-256 of the text in hexadecimal. It cannot be decoded: the document has the
/// text as a field, and readers compare that field.</item>
/// </list>
/// </summary>
public static class DocumentId
{
    const char Escape = '~';
    const char Reserved = '$';
    const string Empty = "~-";
    const string HashPrefix = "~h";

    static readonly SearchValues<char> Unsafe = SearchValues.Create(UnsafeAscii());

    /// <summary>Returns true if the text has no unpaired surrogates; text that does cannot be stored as JSON without loss.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>Returns the id for a text.</summary>
    /// <exception cref="ArgumentException">The text has an unpaired surrogate.</exception>
    public static string Encode(string text)
    {
        if (!IsWellFormed(text))
        {
            throw new ArgumentException("The text has an unpaired surrogate.", nameof(text));
        }

        if (text.Length == 0)
        {
            return Empty;
        }

        var isPlain = !text.AsSpan().ContainsAny(Unsafe) && Ascii.IsValid(text) && text is not ("." or "..") && text[0] != Reserved;
        var id = isPlain ? text : Escaped(text);
        return id.Length <= CosmosDefaults.IdBytes ? id : HashOf(text);
    }

    /// <summary>Returns the id for a document of the registry that is no asset: a <c>$</c> and the encoded text.</summary>
    /// <exception cref="ArgumentException">The text has an unpaired surrogate.</exception>
    public static string EncodeReserved(string text)
    {
        var id = Reserved + Encode(text);
        return id.Length <= CosmosDefaults.IdBytes ? id : Reserved + HashOf(text);
    }

    /// <summary>Returns the text of an id, or null when the id is a hash or not made by <see cref="Encode"/>.</summary>
    public static string? TryDecode(string id)
    {
        if (id == Empty)
        {
            return string.Empty;
        }

        // Each text has exactly one id; any other id that decodes to it was not made here.
        return Unescaped(id) is { } text && Encode(text) == id ? text : null;
    }

    static string HashOf(string text) => HashPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string? Unescaped(string id)
    {
        if (id.Length == 0 || !Ascii.IsValid(id))
        {
            return null;
        }

        var bytes = new ArrayBufferWriter<byte>(id.Length);
        for (var i = 0; i < id.Length; i++)
        {
            if (id[i] != Escape)
            {
                bytes.Write([(byte)id[i]]);
                continue;
            }

            if (i + 2 >= id.Length || !byte.TryParse(id.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            bytes.Write([value]);
            i += 2;
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    static string Escaped(string text)
    {
        var isDots = text is "." or "..";
        var id = new StringBuilder(text.Length * 3);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet >= 0x80 || isDots || Unsafe.Contains((char)octet) || (octet == Reserved && id.Length == 0))
            {
                id.Append(Escape).Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                id.Append((char)octet);
            }
        }

        return id.ToString();
    }

    static string UnsafeAscii()
    {
        var controlsAndSpace = Enumerable.Range(0, 0x21).Select(code => (char)code);
        return string.Concat(controlsAndSpace.Append((char)0x7F).Concat("/\\?#%\"~"));
    }
}
