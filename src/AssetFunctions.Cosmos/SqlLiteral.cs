using System.Text.Json;
using AssetFunctions.Cosmos.Documents;

namespace AssetFunctions.Cosmos;

/// <summary>Quotes values for patch conditions, which cannot have parameters.</summary>
static class SqlLiteral
{
    /// <summary>A string literal. Cosmos SQL has JSON's escapes, and System.Text.Json escapes everything but plain ASCII.</summary>
    public static string Of(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>An instant as sortable text in documents.</summary>
    public static string TextOf(DateTimeOffset instant) => Of(UtcTextConverter.TextOf(instant));

    /// <summary>An instant as number for comparisons: milliseconds since 1970.</summary>
    public static string Of(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds().ToString();
}
