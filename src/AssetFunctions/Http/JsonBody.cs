using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Http;

/// <summary>Reads JSON bodies, none of whose members may be unknown or given twice.</summary>
static class JsonBody
{
    static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <returns>The body, or null where it is not JSON of this form or too large.</returns>
    public static async Task<T?> TryReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var buffer = new byte[ApiDefaults.MaxBodyBytes + 1];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return length > ApiDefaults.MaxBodyBytes ? null : JsonSerializer.Deserialize<T>(buffer.AsSpan(0, length), Strict);
        }
        catch (Exception ex) when (ex is JsonException or IOException)
        {
            // A body that ends early, is wrongly chunked or exceeds the server's limit is as invalid as one that is not JSON.
            return null;
        }
    }
}
