using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SimpleBase;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Stellar names an asset by code and issuer, and gives it one contract whose address follows from both (CAP-46-6): the one form that every spelling
/// leads to, as the contract does not lead back.
/// </summary>
static class StellarAssets
{
    const string Passphrase = "Public Global Stellar Network ; September 2015";
    const int MaxCode = 12;
    const int ShortCode = 4;
    const int KeyBytes = 32;
    const int VersionBytes = 1;
    const int ChecksumBytes = 2;

    // Versions of addresses, whose first letters are G and C.
    const byte AccountVersion = 6 << 3;
    const byte ContractVersion = 2 << 3;

    // Numbers of the protocol's XDR.
    const int ContractIdEnvelope = 8;
    const int PreimageFromAsset = 1;
    const int Ed25519 = 0;

    static readonly byte[] Network = SHA256.HashData(Encoding.UTF8.GetBytes(Passphrase));

    /// <summary>The address of the contract of an asset that is spelled <c>CODE:ISSUER</c> or <c>CODE-ISSUER</c>, or the text itself where it is neither.</summary>
    public static string ContractOf(string text)
    {
        var parts = text.Split(':', '-');
        return parts is [{ Length: > 0 and <= MaxCode } code, var issuer, ..] && parts.Length <= 3 && code.All(char.IsAsciiLetterOrDigit) && KeyOf(issuer) is { } key
            ? ContractOf(code, key)
            : text;
    }

    static string ContractOf(string code, ReadOnlySpan<byte> issuer)
    {
        var isShort = code.Length <= ShortCode;
        byte[] preimage =
        [
            .. Number(ContractIdEnvelope), .. Network, .. Number(PreimageFromAsset),
            .. Number(isShort ? 1 : 2), .. Encoding.ASCII.GetBytes(code.PadRight(isShort ? ShortCode : MaxCode, '\0')),
            .. Number(Ed25519), .. issuer,
        ];
        byte[] address = [ContractVersion, .. SHA256.HashData(preimage)];
        return Base32.Rfc4648.Encode([.. address, .. Checksum(address)], padding: false);
    }

    static byte[]? KeyOf(string issuer)
    {
        Span<byte> bytes = stackalloc byte[2 * KeyBytes];
        return issuer.Length == (VersionBytes + KeyBytes + ChecksumBytes) * 8 / 5
            && issuer.All(character => character is (>= 'A' and <= 'Z') or (>= '2' and <= '7'))
            && Base32.Rfc4648.TryDecode(issuer, bytes, out var length)
            && length == VersionBytes + KeyBytes + ChecksumBytes
            && bytes[0] == AccountVersion
            && Checksum(bytes[..(VersionBytes + KeyBytes)]).AsSpan().SequenceEqual(bytes[(VersionBytes + KeyBytes)..length])
            ? bytes[VersionBytes..(VersionBytes + KeyBytes)].ToArray()
            : null;
    }

    static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    // CRC-16/XMODEM, low byte first.
    static byte[] Checksum(ReadOnlySpan<byte> bytes)
    {
        const ushort polynomial = 0x1021;
        ushort check = 0;
        foreach (var value in bytes)
        {
            check ^= (ushort)(value << 8);
            for (var bit = 0; bit < 8; bit++)
            {
                check = (ushort)((check & 0x8000) == 0 ? check << 1 : (check << 1) ^ polynomial);
            }
        }

        return [(byte)check, (byte)(check >> 8)];
    }
}
