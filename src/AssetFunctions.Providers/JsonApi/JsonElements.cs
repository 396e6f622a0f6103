using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Reads members of foreign JSON where any member may be missing or of any type.</summary>
static class JsonElements
{
    // Text longer than this is unescaped in pooled memory, so that a megabyte name leaves no megabyte string behind.
    const int DirectTextBytes = 4096;

    /// <summary>The member, or an undefined element where this is no object or has no such member.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Whether the member is missing or null.</summary>
    public static bool IsAbsent(this JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The text, or null where this is no string, no valid Unicode, or longer than <paramref name="maxLength"/> UTF-16 characters.</summary>
    public static string? Text(this JsonElement element, int maxLength)
    {
        var text = element.TextStart(maxLength + 1);
        return text?.Length <= maxLength ? text : null;
    }

    /// <summary>The first <paramref name="length"/> UTF-16 characters of the text, or null where this is no string or no valid Unicode.</summary>
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
            // This is how System.Text.Json reports bytes or escapes that form no character.
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
