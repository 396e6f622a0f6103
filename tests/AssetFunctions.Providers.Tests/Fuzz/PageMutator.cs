using System.Text;
using System.Text.Json.Nodes;

namespace AssetFunctions.Providers.Tests.Fuzz;

/// <summary>Ways to damage a page: flipped, cut, inserted and copied bytes, values of another type, text that is not Unicode.</summary>
sealed class PageMutator(Random random)
{
    const int MaxSpan = 200;

    static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", ",", ":", "\\", "null", "true", "tru", "-", "0", "-0", "1e999", "-1", "99999999999999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"",
            "{\"id\":\"x\"}", "[[]]", "{}", "\"1e5\"", "\"0x\"", "256", "1.5", "\"\u0661\"", "\"\u202E\u200B\"", "\"data\":[", "\"links\":{\"next\":7},",
            new string('[', 70), new string('{', 70), new string('9', 400), $"\"{new string('x', 3_000)}\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x00], [0xF0, 0x9F],
    ];

    static readonly string[] Values =
        ["null", "true", "7", "-1", "1.5", "1e400", "\"\"", "\"text\"", "\"-1\"", "[]", "[1]", "{}", "{\"id\":\"x\"}", "[[[[]]]]", "\"\\u202e\""];

    byte[] _page = new byte[1024];
    int _length;

    /// <summary>The page with one to four mutations of any kind. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Damage(ReadOnlySpan<byte> page) => Damage(page, 0, 0, copies: true);

    /// <summary>The row with one to four mutations inside its outermost brackets, none of which copies structure from elsewhere in it.</summary>
    public ReadOnlyMemory<byte> DamageInside(ReadOnlySpan<byte> row) => Damage(row, 1, 1, copies: false);

    /// <summary>The row with one value replaced by one of any type; still JSON.</summary>
    public string SwapValue(string row)
    {
        var root = JsonNode.Parse(row)!;
        var containers = Containers(root).ToList();
        switch (containers[random.Next(containers.Count)])
        {
            case JsonObject { Count: > 0 } members:
                members[members.ElementAt(random.Next(members.Count)).Key] = JsonNode.Parse(Values[random.Next(Values.Length)]);
                break;
            case JsonArray elements:
                elements.Insert(random.Next(elements.Count + 1), JsonNode.Parse(Values[random.Next(Values.Length)]));
                break;
        }

        return root.ToJsonString();
    }

    ReadOnlyMemory<byte> Damage(ReadOnlySpan<byte> bytes, int head, int tail, bool copies)
    {
        _length = 0;
        Insert(0, bytes);
        for (var damages = random.Next(1, 5); damages > 0 && _length > head + tail; damages--)
        {
            var at = random.Next(head, _length - tail);
            var room = Math.Min(_length - tail - at, random.Next(1, MaxSpan));
            switch (random.Next(copies ? 7 : 5))
            {
                case 0:
                    _page[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    _page[at] = (byte)random.Next(256);
                    break;
                case 2:
                    Remove(at, room);
                    break;
                case 3:
                    Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 4:
                    SwapAfterColon(at, tail);
                    break;
                case 5:
                    Insert(random.Next(_length), _page.AsSpan(at, room).ToArray());
                    break;
                default:
                    Remove(at, _length - at);
                    break;
            }
        }

        return _page.AsMemory(0, _length);
    }

    /// <summary>Replaces the text after the next colon, which is mostly one value.</summary>
    void SwapAfterColon(int at, int tail)
    {
        var rest = _page.AsSpan(at, _length - tail - at);
        var colon = rest.IndexOf((byte)':');
        if (colon < 0)
        {
            return;
        }

        var value = rest[(colon + 1)..];
        var end = value.IndexOfAny((byte)',', (byte)'}', (byte)']');
        Remove(at + colon + 1, end < 0 ? value.Length : end);
        Insert(at + colon + 1, Fragments[random.Next(Fragments.Length)]);
    }

    void Remove(int at, int count)
    {
        _page.AsSpan(at + count, _length - at - count).CopyTo(_page.AsSpan(at));
        _length -= count;
    }

    void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _page.Length)
        {
            Array.Resize(ref _page, Math.Max(_length + bytes.Length, _page.Length * 2));
        }

        _page.AsSpan(at, _length - at).CopyTo(_page.AsSpan(at + bytes.Length));
        bytes.CopyTo(_page.AsSpan(at));
        _length += bytes.Length;
    }

    static IEnumerable<JsonNode> Containers(JsonNode? node)
    {
        if (node is not (JsonObject or JsonArray))
        {
            return [];
        }

        var children = node is JsonObject members ? members.Select(member => member.Value) : node.AsArray();
        return children.SelectMany(Containers).Prepend(node);
    }
}
