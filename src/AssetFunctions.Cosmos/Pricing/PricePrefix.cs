using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>
/// Names of price documents. A page has the addresses whose hash begins with its prefix, in binary digits, so that a page that is full splits in two
/// and no other page changes.
/// </summary>
static class PricePrefix
{
    public const string HeadId = "$prices-head";

    /// <summary>Digits of a hash.</summary>
    public const int Length = 32;

    /// <summary>The first bits of an address's SHA-256.</summary>
    public static string HashOf(string address)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(address), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash).ToString("b32", CultureInfo.InvariantCulture);
    }

    public static bool IsPrefix(ReadOnlySpan<char> text) => text.Length <= Length && !text.ContainsAnyExcept('0', '1');

    public static bool Covers(string prefix, string hashOrPrefix) => hashOrPrefix.StartsWith(prefix, StringComparison.Ordinal);

    public static string PageId(string prefix) => $"$prices-{prefix}";

    public static string HourId(string prefix, DateTimeOffset hour) => $"$hours-{prefix}-{hour.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";
}
