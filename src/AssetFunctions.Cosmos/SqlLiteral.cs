using System.Text.Json;

namespace AssetFunctions.Cosmos;

/// <summary>Quotes values for the conditions of patches, which take no parameters.</summary>
static class SqlLiteral
{
    /// <summary>A string literal. Cosmos SQL has the escapes of JSON, and System.Text.Json escapes everything that is not plain ASCII.</summary>
    public static string Of(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>An instant as the number that documents hold for comparisons: milliseconds since 1970.</summary>
    public static string Of(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds().ToString();
}
