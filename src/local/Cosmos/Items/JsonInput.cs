using System.Buffers;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>Handles valid JSON that the server does not store unchanged.</summary>
static class JsonInput
{
    /// <summary>Any decimal with this many digits survives the round trip through a double.</summary>
    const int ExactDigits = 15;

    /// <summary>
    /// Rounds numbers to IEEE doubles, as the service stores them, so that a program that loses precision in the cloud
    /// loses it here too.
    /// </summary>
    /// <exception cref="InvalidOperationException">A string has an unpaired surrogate escape.</exception>
    /// <exception cref="FormatException">A number is beyond the range of a double.</exception>
    public static ReadOnlyMemory<byte> RoundNumbers(ReadOnlyMemory<byte> json)
    {
        var output = new ArrayBufferWriter<byte>();
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = 128 });
        var copied = 0;
        while (reader.Read())
        {
            CheckText(reader);
            if (IsInexact(reader))
            {
                var start = (int)reader.TokenStartIndex;
                output.Write(json.Span[copied..start]);
                Write(output, reader.GetDouble());
                copied = start + reader.ValueSpan.Length;
            }
        }

        if (copied == 0)
        {
            return json;
        }

        output.Write(json.Span[copied..]);
        return output.WrittenMemory;
    }

    /// <exception cref="InvalidOperationException">A string has an unpaired surrogate escape, which no query could read.</exception>
    public static void CheckText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
            CheckText(reader);
        }
    }

    static void CheckText(in Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            _ = reader.GetString();
        }
    }

    // With an exponent, a number of any length can be out of range.
    static bool IsInexact(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && (reader.ValueSpan.Length > ExactDigits || reader.ValueSpan.ContainsAny((byte)'e', (byte)'E'));

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
