using System.Buffers;
using SimpleBase;

namespace AssetFunctions.Sync;

/// <summary>Wallet addresses: EVM hexadecimal (case is only a checksum) or Solana base58 (case is significant).</summary>
public static class WalletAddress
{
    const int EvmLength = 42;
    const int SolanaBytes = 32;
    const int SolanaMinLength = 32;
    const int SolanaMaxLength = 44;

    static readonly string[] SolanaPrefixes = ["solana", "sol", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"];

    /// <summary>
    /// Converts an address to the form used as partition key. A wrong EVM checksum is accepted; such addresses exist in the wild. A prefix that
    /// names a known chain, as in <c>eth:0x…</c> (EIP-3770) or <c>eip155:1:0x…</c> (CAIP-10), is dropped: a wallet is the same on all networks.
    /// </summary>
    public static bool TryCanonicalize(string? address, out string canonical)
    {
        var trimmed = WithoutChain(address?.Trim() ?? string.Empty);
        if (IsEvm(trimmed))
        {
            canonical = trimmed.ToLowerInvariant();
            return true;
        }

        canonical = trimmed;
        return IsSolana(trimmed);
    }

    static string WithoutChain(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return text;
        }

        var (prefix, address) = (text[..colon], text[(colon + 1)..]);
        return (IsEvm(address) && EvmNetworks.IsPrefix(prefix)) || (IsSolana(address) && SolanaPrefixes.Contains(prefix, StringComparer.OrdinalIgnoreCase))
            ? address
            : text;
    }

    /// <summary>Short form for people, e.g. <c>0xd8da…6045</c>.</summary>
    public static string Shorten(string address) => address.Length <= 12 ? address : $"{address[..6]}…{address[^4..]}";

    /// <summary>Whether the text is an EVM address: <c>0x</c> and 40 hexadecimal digits in any case.</summary>
    public static bool IsEvm(string address) =>
        address.Length == EvmLength
        && address.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && address.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0;

    /// <summary>Whether the text is a Solana address: base58 of exactly 32 bytes.</summary>
    public static bool IsSolana(string address)
    {
        // Larger than needed, so that an address of more than 32 bytes decodes and fails the length check.
        Span<byte> bytes = stackalloc byte[2 * SolanaBytes];
        return address.Length is >= SolanaMinLength and <= SolanaMaxLength
            && Base58.Bitcoin.TryDecode(address, bytes, out var length)
            && length == SolanaBytes;
    }

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
}
