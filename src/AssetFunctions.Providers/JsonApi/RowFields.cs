using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Reads members that have the same meaning at every provider from external JSON.</summary>
static class RowFields
{
    public const int MaxDecimals = 255;

    public static readonly BigInteger MaxAmount = (BigInteger.One << 256) - 1;

    const int MaxSlug = 64;
    const int MaxAddress = 512;
    const int MaxAmountDigits = 78;

    // Cleaning removes characters, so it gets more text than it may keep.
    const int TextReserve = 8;

    /// <summary>Reads the name of a network in lower case, or returns null.</summary>
    public static string? Slug(JsonElement element)
    {
        var slug = element.Text(MaxSlug)?.Trim().ToLowerInvariant();
        var isSlug = !string.IsNullOrEmpty(slug) && !slug.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));
        return isSlug ? slug : null;
    }

    /// <summary>Reads text for display, cleaned and shortened, or returns null.</summary>
    public static string? Label(JsonElement element, int maxLength)
    {
        var label = DisplayText.Clean(element.TextStart(maxLength * TextReserve), maxLength);
        return label.Length == 0 ? null : label;
    }

    /// <summary>Reads an amount in raw base units: a string of decimal digits from 0 to 2^256−1.</summary>
    public static bool TryAmount(JsonElement raw, out BigInteger amount)
    {
        amount = default;
        return raw.Text(MaxAmountDigits) is { } digits
            && BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out amount)
            && amount <= MaxAmount;
    }

    /// <summary>Reads decimal places: a number from 0 to 255.</summary>
    public static bool TryDecimals(JsonElement number, out int decimals)
    {
        decimals = 0;
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out decimals) && decimals is >= 0 and <= MaxDecimals;
    }

    /// <summary>Reads an http or https URL, such as that of an icon, or returns null.</summary>
    public static string? WebAddress(JsonElement element, int maxLength = AssetFactsLimits.IconUrl)
    {
        var url = element.Text(maxLength);
        var isWeb = Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
        return isWeb && DisplayText.Clean(url, maxLength) == url ? url : null;
    }

    /// <summary>Reads a provider's opaque id of an asset, or returns null when it is not a text of visible characters of bounded length.</summary>
    public static string? GroupId(JsonElement element) =>
        element.Text(AssetFactsLimits.GroupId) is { Length: > 0 } id && DisplayText.Clean(id, AssetFactsLimits.GroupId) == id ? id : null;

    /// <summary>Reads a contract address. A missing one (null) means the native coin; false means one of a wrong type, which never counts as missing.</summary>
    public static bool TryAddress(JsonElement member, out string? address)
    {
        address = member.Text(MaxAddress)?.Trim();
        return member.IsAbsent() || (address is not null && !address.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)));
    }
}
