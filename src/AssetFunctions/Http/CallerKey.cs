using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Http;

/// <summary>
/// Identifies the function key of a request for audits. The host checks the key, but passes its name to no isolated worker that serves HTTP itself;
/// so it is named by the beginning of its hash, from which it cannot be found.
/// </summary>
static class CallerKey
{
    /// <summary>The caller of an app without keys, or with a token of its administrator.</summary>
    public const string Unknown = "unknown";

    const int HashBytes = 4;

    /// <returns><c>key</c> and the first eight hexadecimal digits of the key's SHA-256, or <see cref="Unknown"/>.</returns>
    public static string Of(HttpRequest request)
    {
        // As the host, which reads the query string only without the header.
        var key = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return string.IsNullOrEmpty(key) ? Unknown : $"key {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, HashBytes))}";
    }
}
