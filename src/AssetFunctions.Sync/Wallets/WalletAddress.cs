using System.Buffers;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Addresses of wallets: EVM hexadecimal (case is only a checksum) or Solana base58 (case is data).</summary>
public static class WalletAddress
{
    const int EvmLength = 42;
    const int SolanaMinLength = 32;
    const int SolanaMaxLength = 44;

    static readonly SearchValues<char> Base58 = SearchValues.Create("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

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
        return trimmed.Length is >= SolanaMinLength and <= SolanaMaxLength && trimmed.AsSpan().IndexOfAnyExcept(Base58) < 0;
    }

    /// <summary>Short form for people, e.g. <c>0xd8da…6045</c>.</summary>
    public static string Shorten(string address) => address.Length <= 12 ? address : $"{address[..6]}…{address[^4..]}";

    /// <summary>Whether the text is an EVM address: <c>0x</c> and 40 hexadecimal digits in any case.</summary>
    public static bool IsEvm(string address) =>
        address.Length == EvmLength
        && address.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && address.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0;

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
}
