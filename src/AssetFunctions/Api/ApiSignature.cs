using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Api;

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

    public bool IsOf(string signature, params ReadOnlySpan<string?> parts) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Of(parts)));
}
