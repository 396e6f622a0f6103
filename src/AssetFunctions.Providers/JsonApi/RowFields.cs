using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Members of a row that mean the same at every provider, read from foreign JSON.</summary>
static class RowFields
{
    public const int MaxDecimals = 255;

    public static readonly BigInteger MaxAmount = (BigInteger.One << 256) - 1;

    const int MaxSlug = 64;
    const int MaxAddress = 512;
    const int MaxAmountDigits = 78;

    // Cleaning drops characters, so it is given more text than it may keep.
    const int TextReserve = 8;

    /// <summary>The name of a network in lower case, or null.</summary>
    public static string? Slug(JsonElement element)
    {
        var slug = element.Text(MaxSlug)?.Trim().ToLowerInvariant();
        var isSlug = !string.IsNullOrEmpty(slug) && !slug.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));
        return isSlug ? slug : null;
    }

    /// <summary>Text for display, cleaned and bounded, or null.</summary>
    public static string? Label(JsonElement element, int maxLength)
    {
        var label = DisplayText.Clean(element.TextStart(maxLength * TextReserve), maxLength);
        return label.Length == 0 ? null : label;
    }

    /// <summary>An amount in raw base units as a string of decimal digits, from 0 to 2^256−1.</summary>
    public static bool TryAmount(JsonElement raw, out BigInteger amount)
    {
        amount = default;
        return raw.Text(MaxAmountDigits) is { } digits
            && BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out amount)
            && amount <= MaxAmount;
    }

    /// <summary>Decimal places as a number from 0 to 255.</summary>
    public static bool TryDecimals(JsonElement number, out int decimals)
    {
        decimals = 0;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out decimals) && decimals is >= 0 and <= MaxDecimals;
    }

    /// <summary>An address on the web such as that of a picture, or null.</summary>
    public static string? WebAddress(JsonElement element)
    {
        var url = element.Text(AssetFactsLimits.IconUrl);
        var isWeb = Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
        return isWeb && DisplayText.Clean(url, AssetFactsLimits.IconUrl) == url ? url : null;
    }

    /// <summary>The contract address: null for a missing one, which names the network's own coin; an address of a wrong type is no address and never passes for a missing one.</summary>
    public static bool TryAddress(JsonElement member, out string? address)
    {
        address = member.Text(MaxAddress)?.Trim();
        return member.IsAbsent() || (address is not null && !address.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)));
    }
}
