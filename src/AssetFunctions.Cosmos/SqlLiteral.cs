using System.Text.Json;
using AssetFunctions.Cosmos.Documents;

namespace AssetFunctions.Cosmos;

/// <summary>Quotes values for the conditions of patches, which take no parameters.</summary>
static class SqlLiteral
{
    /// <summary>A string literal. Cosmos SQL has the escapes of JSON, and System.Text.Json escapes everything that is not plain ASCII.</summary>
    public static string Of(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>An instant as the text that documents hold where it sorts.</summary>
    public static string TextOf(DateTimeOffset instant) => Of(UtcTextConverter.TextOf(instant));

    /// <summary>An instant as the number that documents hold for comparisons: milliseconds since 1970.</summary>
    public static string Of(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds().ToString();
}
