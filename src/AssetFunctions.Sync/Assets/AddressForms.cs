using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SimpleBase;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Canonical spelling of addresses, by family:
/// <list type="bullet">
/// <item>Hexadecimal, on any network: lower case, since the case of an EVM address is only a checksum. XDC's prefix <c>xdc</c> becomes <c>0x</c>.</item>
/// <item>Sui, Aptos, Movement, IOTA: <c>0x2</c> and its padded form are one address; short for 0 to f, otherwise 64 digits. Module and type names
/// keep their case.</item>
/// <item>Starknet: 64 digits.</item>
/// <item>Tron: base58 with checksum, converted from hexadecimal after <c>41</c> or <c>0x</c>.</item>
/// <item>TON: workchain and hash, which every user-friendly form contains.</item>
/// <item>Hedera: <c>0.0.N</c> without leading zeros and without the checksum of HIP-15, also converted from an EVM address of 12 zero bytes and a number.</item>
/// <item>Stellar: the contract of the asset, which code and issuer lead to, see <see cref="StellarAssets"/>.</item>
/// <item>Bech32 (Cosmos chains, Bitcoin): lower case, see <see cref="Bech32"/>; the hash after <c>ibc/</c> is upper case.</item>
/// </list>
/// Any other address stays unchanged: two Solana mints can differ by case alone.
/// </summary>
static class AddressForms
{
    const int HexDigits = 64;
    const int TonBytes = 36;
    const int TonHash = 34;

    const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    static readonly Regex Hex = new("^0[xX][0-9a-fA-F]+$", Options);
    static readonly Regex Xdc = new("^[xX][dD][cC][0-9a-fA-F]{40}$", Options);
    static readonly Regex MoveAddress = new(@"\b0[xX][0-9a-fA-F]{1,64}\b", Options);
    static readonly Regex TronHex = new("^(0[xX]|41)[0-9a-fA-F]{40}$", Options);
    static readonly Regex TonRaw = new("^-?[0-9]+:[0-9a-fA-F]{64}$", Options);
    static readonly Regex TonFriendly = new("^[A-Za-z0-9+/_-]{48}$", Options);
    static readonly Regex HederaId = new("^0*(?<shard>[0-9]+)[.]0*(?<realm>[0-9]+)[.]0*(?<number>[0-9]+)(-[a-zA-Z]{5})?$", Options);
    static readonly Regex HederaEvm = new("^0[xX]0{24}(?<number>[0-9a-fA-F]{16})$", Options);
    static readonly Regex Ibc = new("^ibc/[0-9a-fA-F]{64}$", Options);

    /// <summary>Networks whose addresses have a form of their own.</summary>
    public static IReadOnlyList<string> Networks { get; } = ["sui", "aptos", "movement", "iota", "starknet", "tron", "ton", "hedera", "stellar"];

    /// <summary>The canonical spelling of an address.</summary>
    /// <param name="network">Network slug in lower case.</param>
    public static string Canonical(string network, string address) => network switch
    {
        "sui" or "aptos" or "movement" or "iota" => MoveAddress.Replace(address, match => Move(match.Value)),
        "starknet" when Hex.IsMatch(address) => $"0x{Digits(address).PadLeft(HexDigits, '0')}",
        "tron" when TronHex.IsMatch(address) => Tron(address),
        "ton" => Ton(address),
        "hedera" when Hedera(address) is { } id => id,
        "stellar" => StellarAssets.ContractOf(address),
        _ when Hex.IsMatch(address) || AssetIdentity.IsEvm(network) => address.ToLowerInvariant(),
        _ when Xdc.IsMatch(address) => $"0x{address[3..].ToLowerInvariant()}",
        _ when Ibc.IsMatch(address) => $"ibc/{address[4..].ToUpperInvariant()}",
        _ when Bech32.IsUpper(address) => address.ToLowerInvariant(),
        _ => address,
    };

    static string? Hedera(string address) =>
        HederaEvm.Match(address) is { Success: true } evm ? $"0.0.{ulong.Parse(evm.Groups["number"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"
        : HederaId.Match(address) is { Success: true } id ? $"{id.Groups["shard"]}.{id.Groups["realm"]}.{id.Groups["number"]}"
        : null;

    static string Digits(string hex) => hex[2..].ToLowerInvariant().TrimStart('0');

    static string Move(string hex) => Digits(hex) switch
    {
        "" => "0x0",
        { Length: 1 } digit => $"0x{digit}",
        var digits => $"0x{digits.PadLeft(HexDigits, '0')}",
    };

    static string Tron(string hex)
    {
        var bytes = Convert.FromHexString($"41{hex[2..]}");
        return Base58.Bitcoin.Encode([.. bytes, .. SHA256.HashData(SHA256.HashData(bytes)).AsSpan(0, 4)]);
    }

    // A user-friendly address is a flag, the workchain, 32 bytes of hash and two of checksum.
    static string Ton(string address)
    {
        if (TonRaw.IsMatch(address))
        {
            return address.ToLowerInvariant();
        }

        Span<byte> bytes = stackalloc byte[TonBytes];
        return TonFriendly.IsMatch(address) && Convert.TryFromBase64String(address.Replace('-', '+').Replace('_', '/'), bytes, out _)
            ? string.Create(CultureInfo.InvariantCulture, $"{(sbyte)bytes[1]}:{Convert.ToHexStringLower(bytes[2..TonHash])}")
            : address;
    }
}
