namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Addresses in bech32 or bech32m (BIP 173, BIP 350): a prefix, <c>1</c> and 32 possible characters with a checksum at the end. Upper and lower case
/// are one address; a text that mixes them is none.
/// </summary>
static class Bech32
{
    const string Characters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const int ChecksumLength = 6;
    const int MaxLength = 90;
    const uint Bech32Check = 1;
    const uint Bech32mCheck = 0x2bc830a3;

    static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Whether a text is such an address in upper case.</summary>
    public static bool IsUpper(string text) =>
        text.Length <= MaxLength && text.Any(char.IsAsciiLetterUpper) && !text.Any(char.IsAsciiLetterLower) && HasChecksum(text.ToLowerInvariant());

    static bool HasChecksum(string text)
    {
        var separator = text.LastIndexOf('1');
        if (separator < 1 || text.Length - separator <= ChecksumLength)
        {
            return false;
        }

        var (prefix, data) = (text[..separator], text[(separator + 1)..].Select(character => Characters.IndexOf(character, StringComparison.Ordinal)).ToList());
        var values = prefix.Select(character => character >> 5).Append(0).Concat(prefix.Select(character => character & 31)).Concat(data);
        return !data.Contains(-1) && values.Aggregate(1u, Step) is Bech32Check or Bech32mCheck;
    }

    static uint Step(uint check, int value)
    {
        var next = ((check & 0x1ffffff) << 5) ^ (uint)value;
        for (var bit = 0; bit < Generator.Length; bit++)
        {
            next ^= ((check >> (25 + bit)) & 1) == 1 ? Generator[bit] : 0;
        }

        return next;
    }
}
