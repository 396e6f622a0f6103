using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Sync;

/// <summary>Hashes lists of optional strings. Each part is prefixed with its length, so that different lists never concatenate to the same bytes.</summary>
public static class ContentHash
{
    const int TextBytes = 12;

    public static byte[] Of(params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            BitConverter.TryWriteBytes(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Formats a number as a part; 1.50 and 1.5 give the same text.</summary>
    public static string? PartOf(decimal? number) => number?.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string Text(ReadOnlySpan<byte> hash) => System.Buffers.Text.Base64Url.EncodeToString(hash[..TextBytes]);
}
