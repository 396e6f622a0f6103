using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query.Values;
using static AssetFunctions.Local.Cosmos.Query.Functions.Signatures;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>Between values and the JSON text that stands for them.</summary>
static class ConversionFunctions
{
    public static readonly IReadOnlyList<SqlFunction> All =
    [
        OnString("STRINGTONUMBER", text => Parse(text, JsonValueKind.Number)),
        OnString("STRINGTOBOOLEAN", text => Parse(text, JsonValueKind.True, JsonValueKind.False)),
        OnString("STRINGTONULL", text => Parse(text, JsonValueKind.Null)),
        OnString("STRINGTOARRAY", text => Parse(text, JsonValueKind.Array)),
        OnString("STRINGTOOBJECT", text => Parse(text, JsonValueKind.Object)),
        new("TOSTRING", 1, 1, (arguments, _) => Print(arguments[0])),
    ];

    static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    static SqlValue Parse(string text, params ReadOnlySpan<JsonValueKind> wanted)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return wanted.Contains(json.RootElement.ValueKind) ? SqlValue.From(json.RootElement.Clone()) : SqlValue.Undefined;
        }
        catch (JsonException)
        {
            return SqlValue.Undefined;
        }
    }

    static SqlValue Print(SqlValue value)
    {
        if (value is SqlString || !value.IsDefined)
        {
            return value;
        }

        // Numbers show their value, not the digits a document happens to hold.
        var printed = value is SqlNumber number ? new SqlNumber(number.Value) : value;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, WriterOptions))
        {
            printed.WriteTo(writer);
        }

        return SqlValue.From(Encoding.UTF8.GetString(json.WrittenSpan));
    }
}
