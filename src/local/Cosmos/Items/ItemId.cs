using System.Text;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>The rules for resource ids: 1 to 1023 bytes, neither <c>/</c> nor <c>\</c>.</summary>
static class ItemId
{
    const int MaxBytes = 1023;

    public static void Check(string id)
    {
        if (id.Length == 0 || id.AsSpan().ContainsAny('/', '\\') || Encoding.UTF8.GetByteCount(id) > MaxBytes)
        {
            throw RequestRefusedException.BadRequest(
                "Message: {\"Errors\":[\"The input name is invalid. Ensure to provide a unique non-empty string less than 1024 characters without '/' or '\\\\'.\"]}");
        }
    }

    /// <summary>Names of databases and containers have at most 255 characters, and neither <c>?</c>, <c>#</c> nor a trailing space.</summary>
    public static void CheckResource(string id)
    {
        if (id.Length is 0 or > 255 || id.AsSpan().ContainsAny("/\\?#") || id.EndsWith(' '))
        {
            throw RequestRefusedException.BadRequest(
                "Message: {\"Errors\":[\"The resource name can't end with space or contain characters '/','\\\\','#','?'.\"]}");
        }
    }
}
