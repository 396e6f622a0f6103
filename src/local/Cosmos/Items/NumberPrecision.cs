using System.Buffers;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>
/// Numbers in the service are IEEE doubles. A number with more digits than a double keeps is rounded on the way in, so
/// that a program which loses precision in the cloud loses it here as well.
/// </summary>
static class NumberPrecision
{
    /// <summary>Any decimal of this many digits survives the way through a double unchanged.</summary>
    const int ExactDigits = 15;

    public static ReadOnlyMemory<byte> ToDouble(ReadOnlyMemory<byte> json)
    {
        if (!HasInexactNumber(json.Span))
        {
            return json;
        }

        var output = new ArrayBufferWriter<byte>(json.Length);
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = 128 });
        var copied = 0;
        while (reader.Read())
        {
            if (!IsInexact(reader))
            {
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            output.Write(json.Span[copied..start]);
            Write(output, reader.GetDouble());
            copied = start + reader.ValueSpan.Length;
        }

        output.Write(json.Span[copied..]);
        return output.WrittenMemory;
    }

    // An exponent takes a number of any length out of range.
    static bool IsInexact(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && (reader.ValueSpan.Length > ExactDigits || reader.ValueSpan.ContainsAny((byte)'e', (byte)'E'));

    static bool HasInexactNumber(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
            if (IsInexact(reader))
            {
                return true;
            }
        }

        return false;
    }

    static void Write(ArrayBufferWriter<byte> output, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FormatException("The number is beyond the range of a double.");
        }

        value.TryFormat(output.GetSpan(32), out var written);
        output.Advance(written);
    }
}
