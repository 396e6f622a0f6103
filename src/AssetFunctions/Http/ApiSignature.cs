using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Http;

/// <summary>Signs what callers hand back later, so that nobody else can make it up. HMAC-SHA-256, cut to 96 bits.</summary>
public sealed class ApiSignature(IOptions<ApiOptions> options)
{
    const int Bytes = 12;

    /// <summary>Characters of a signature, all of them of base64url.</summary>
    public const int Length = 16;

    readonly byte[] _key = string.IsNullOrEmpty(options.Value.TokenKey)
        ? RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes)
        : Encoding.UTF8.GetBytes(options.Value.TokenKey);

    public string Of(params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            // The length goes first, so that no two different lists read the same when joined.
            var bytes = Encoding.UTF8.GetBytes(part ?? string.Empty);
            BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, Bytes));
    }

    /// <summary>A token that holds a text for its reader and is signed together with whatever it belongs to.</summary>
    public string Seal(string text, params ReadOnlySpan<string?> belongsTo) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)) + "." + Of([text, .. belongsTo]);

    /// <returns>The text of a token, or null when the token was changed or belongs to something else.</returns>
    public string? Open(string token, params ReadOnlySpan<string?> belongsTo)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(token.AsSpan(0, dot)))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot)));
        return IsOf(token[(dot + 1)..], [text, .. belongsTo]) ? text : null;
    }

    public bool IsOf(string signature, params ReadOnlySpan<string?> parts) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Of(parts)));
}
