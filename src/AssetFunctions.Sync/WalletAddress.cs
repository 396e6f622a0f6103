using System.Buffers;

namespace AssetFunctions.Sync;

/// <summary>Addresses of wallets: EVM hexadecimal (case is only a checksum) or Solana base58 (case is data).</summary>
public static class WalletAddress
{
    const int EvmLength = 42;
    const int SolanaBytes = 32;
    const int SolanaMinLength = 32;
    const int SolanaMaxLength = 44;
    internal const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>Brings an address into the one form used as partition key. A wrong EVM checksum is accepted; such addresses exist in the wild.</summary>
    public static bool TryCanonicalize(string? address, out string canonical)
    {
        var trimmed = address?.Trim() ?? string.Empty;
        if (IsEvm(trimmed))
        {
            canonical = trimmed.ToLowerInvariant();
            return true;
        }

        canonical = trimmed;
        return IsSolana(trimmed);
    }

    /// <summary>Short form for people, e.g. <c>0xd8da…6045</c>.</summary>
    public static string Shorten(string address) => address.Length <= 12 ? address : $"{address[..6]}…{address[^4..]}";

    /// <summary>Whether the text is an EVM address: <c>0x</c> and 40 hexadecimal digits in any case.</summary>
    public static bool IsEvm(string address) =>
        address.Length == EvmLength
        && address.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && address.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0;

    /// <summary>Whether the text is a Solana address: base58 that stands for exactly 32 bytes.</summary>
    public static bool IsSolana(string address)
    {
        if (address.Length is < SolanaMinLength or > SolanaMaxLength)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[SolanaBytes];
        bytes.Clear();
        foreach (var character in address)
        {
            var carry = Base58.IndexOf(character);
            if (carry < 0)
            {
                return false;
            }

            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += bytes[i] * Base58.Length;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
            {
                return false;
            }
        }

        // Each '1' in front stands for a zero byte in front: with fewer or more of them the text stands for other than 32 bytes.
        return address.Length - address.TrimStart('1').Length == bytes.Length - bytes.TrimStart((byte)0).Length;
    }

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
}
