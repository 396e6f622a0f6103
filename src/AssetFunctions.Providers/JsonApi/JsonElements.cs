using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Reads members of external JSON, where any member may be missing or of any type.</summary>
static class JsonElements
{
    // Longer text is unescaped in pooled memory, so that a megabyte name does not allocate a megabyte string.
    const int DirectTextBytes = 4096;

    /// <summary>Returns the member, or an undefined element when the element is not an object or has no such member.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Returns true if the member is missing or null.</summary>
    public static bool IsAbsent(this JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Returns the text, or null when it is not a string, not valid Unicode, or longer than <paramref name="maxLength"/> UTF-16 characters.</summary>
    public static string? Text(this JsonElement element, int maxLength)
    {
        var text = element.TextStart(maxLength + 1);
        return text?.Length <= maxLength ? text : null;
    }

    /// <summary>Returns the first <paramref name="length"/> UTF-16 characters of the text, or null when it is not a string or not valid Unicode.</summary>
    public static string? TextStart(this JsonElement element, int length)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var raw = JsonMarshal.GetRawUtf8Value(element);
            var text = raw.Length > DirectTextBytes ? LongTextStart(raw, length) : element.GetString()!;
            return text.Length > length ? text[..length] : text;
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws this for bytes or escapes that form no character.
            return null;
        }
    }

    static string LongTextStart(ReadOnlySpan<byte> raw, int length)
    {
        var characters = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            var reader = new Utf8JsonReader(raw);
            reader.Read();
            var written = reader.CopyString(characters);
            return new string(characters, 0, Math.Min(written, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
