using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query.Values;

/// <summary>
/// Reads the strings of a document, including those that JSON allows and UTF-16 does not:
/// a lone <c>\ud800</c> makes <see cref="JsonElement.GetString"/> throw, yet a stored document may hold it.
/// </summary>
static class JsonText
{
    public static string ReadString(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
        }
    }

    public static IReadOnlyDictionary<string, SqlValue> ReadMembers(JsonElement element)
    {
        var members = new OrderedDictionary<string, SqlValue>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            members[ReadName(property)] = SqlValue.From(property.Value);
        }

        return members;
    }

    public static bool TryGetMember(JsonElement element, string name, [NotNullWhen(true)] out JsonElement member)
    {
        try
        {
            return element.TryGetProperty(name, out member);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            member = element.EnumerateObject().LastOrDefault(property => ReadName(property) == name).Value;
            return member.ValueKind != JsonValueKind.Undefined;
        }
    }

    static string ReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescape(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    static string Unescape(ReadOnlySpan<byte> raw)
    {
        var escaped = Encoding.UTF8.GetString(raw);
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            if (escaped[i] == 'u')
            {
                text.Append((char)ushort.Parse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(SimpleEscape(escaped[i]));
            }
        }

        return text.ToString();
    }

    /// <summary>The character that a one-letter escape stands for, in JSON and in SQL alike.</summary>
    public static char SimpleEscape(char letter) => letter switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => letter,
    };
}
