using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>
/// Reads JSON with invalid words in place of numbers, as some serializers write them: <c>NaN</c>, <c>-Infinity</c>, <c>undefined</c>, <c>+.5</c>.
/// Such a word becomes an empty object, which no reader accepts as a text, number, list or missing member, so only its own member is lost.
/// </summary>
static class LooseJson
{
    static readonly string[] Spellings = ["nan", "inf", "infinity", "none", "undefined"];

    static readonly SearchValues<byte> WordEnds = SearchValues.Create("{}[]:,\" \t\r\n"u8);

    /// <summary>Parses a value.</summary>
    /// <exception cref="JsonException">It is not JSON even without such words, or consists of one alone.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            if (TryRepair(json.Span, out var repaired))
            {
                return JsonDocument.Parse(repaired);
            }

            throw;
        }
    }

    /// <summary>Replaces such words inside objects and lists. Quotes and brackets are kept, so JSON that is broken in other ways stays broken.</summary>
    /// <returns>True if there were any.</returns>
    public static bool TryRepair(ReadOnlySpan<byte> json, out ReadOnlyMemory<byte> repaired)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 1);
        var isRepaired = false;
        var depth = 0;
        for (var at = 0; at < json.Length;)
        {
            var length = json[at] == '"' ? TextLength(json[at..]) : WordEnds.Contains(json[at]) ? 1 : WordLength(json[at..]);
            var part = json.Slice(at, length);
            var isWord = depth > 0 && !WordEnds.Contains(part[0]) && IsNoNumber(part);
            output.Write(isWord ? "{}"u8 : part);
            isRepaired |= isWord;
            depth += part[0] is (byte)'{' or (byte)'[' ? 1 : part[0] is (byte)'}' or (byte)']' ? -1 : 0;
            at += length;
        }

        repaired = output.WrittenMemory;
        return isRepaired;
    }

    static int TextLength(ReadOnlySpan<byte> json)
    {
        for (var end = 1; end < json.Length; end++)
        {
            if (json[end] == '\\')
            {
                end++;
            }
            else if (json[end] == '"')
            {
                return end + 1;
            }
        }

        return json.Length;
    }

    static int WordLength(ReadOnlySpan<byte> json)
    {
        var end = json.IndexOfAny(WordEnds);
        return end < 0 ? json.Length : end;
    }

    // A misspelled true, false or null is damage, not a number; it is left as it is.
    static bool IsNoNumber(ReadOnlySpan<byte> word)
    {
        var rest = word.TrimStart("+-"u8);
        if (rest is [(>= (byte)'0' and <= (byte)'9') or (byte)'.', ..])
        {
            return !IsNumber(word);
        }

        foreach (var spelling in Spellings)
        {
            if (Ascii.EqualsIgnoreCase(rest, spelling))
            {
                return true;
            }
        }

        return false;
    }

    static bool IsNumber(ReadOnlySpan<byte> word)
    {
        var rest = word[0] == '-' ? word[1..] : word;
        if (!TakeDigits(ref rest, out var whole) || (whole > 1 && word[^(rest.Length + whole)] == '0'))
        {
            return false;
        }

        if (rest is [(byte)'.', ..])
        {
            rest = rest[1..];
            if (!TakeDigits(ref rest, out _))
            {
                return false;
            }
        }

        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest is [_, (byte)'+' or (byte)'-', ..] ? rest[2..] : rest[1..];
            if (!TakeDigits(ref rest, out _))
            {
                return false;
            }
        }

        return rest.IsEmpty;
    }

    static bool TakeDigits(ref ReadOnlySpan<byte> text, out int count)
    {
        count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length : count;
        text = text[count..];
        return count > 0;
    }
}
