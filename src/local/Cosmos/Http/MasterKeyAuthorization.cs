using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Checks the HMAC-SHA256 signature every request carries.</summary>
sealed class MasterKeyAuthorization(string accountKey)
{
    const string Prefix = "type=master&ver=1.0&sig=";

    readonly byte[] _key = Convert.FromBase64String(accountKey);

    /// <exception cref="RequestRefusedException">401 when the signature is missing or wrong.</exception>
    public void Check(GatewayRequest request)
    {
        var header = Uri.UnescapeDataString(request.Header("Authorization") ?? throw new RequestRefusedException(
            401, 0, "Required Header authorization is missing. Ensure a valid Authorization token is passed."));
        var date = request.Header(CosmosHeaders.Date) ?? request.Header("Date") ?? "";
        if (header.StartsWith(Prefix, StringComparison.Ordinal) && IsSignedBy(request, date, header.AsSpan(Prefix.Length)))
        {
            return;
        }

        throw new RequestRefusedException(
            401,
            0,
            "The input authorization token can't serve the request. The wrong key is being used or the expected payload is not built as per the protocol. For more info: https://aka.ms/cosmosdb-tsg-unauthorized.");
    }

    bool IsSignedBy(GatewayRequest request, string date, ReadOnlySpan<char> signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64Chars(signature, given, out var length) || length != given.Length)
        {
            return false;
        }

        foreach (var link in LinksOf(request))
        {
            if (CryptographicOperations.FixedTimeEquals(given, Sign(request, link, date)))
            {
                return true;
            }
        }

        return false;
    }

    byte[] Sign(GatewayRequest request, string link, string date)
    {
        var text = $"{request.Method.ToLowerInvariant()}\n{request.Path.SignedType}\n{link}\n{date.ToLowerInvariant()}\n\n";
        return HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
    }

    // The SDK signs names as they are; other clients sign the path as sent; requests addressed by rid sign the rid alone, in lower case.
    static IEnumerable<string> LinksOf(GatewayRequest request)
    {
        var path = request.Path;
        var raw = request.Target.Trim('/');
        if (path.IsFeed)
        {
            raw = raw[..Math.Max(0, raw.LastIndexOf('/'))];
        }

        yield return Uri.UnescapeDataString(raw);
        yield return raw;
        yield return (path.Id.Length > 0 ? path.Id : path.Container.Length > 0 ? path.Container : path.Database).ToLowerInvariant();
    }
}
