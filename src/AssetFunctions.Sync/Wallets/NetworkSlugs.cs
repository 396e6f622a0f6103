namespace AssetFunctions.Sync.Wallets;

/// <summary>Networks as the owner of a wallet chooses them.</summary>
public static class NetworkSlugs
{
    /// <summary>Cleans a list of networks; null when one of them is no slug or there are too many.</summary>
    public static IReadOnlyList<string>? Clean(IEnumerable<string?> networks)
    {
        var slugs = networks.Select(network => network?.Trim().ToLowerInvariant() ?? string.Empty).Distinct(StringComparer.Ordinal).ToList();
        return slugs.Count <= RegistrationDefaults.MaxNetworks && slugs.TrueForAll(IsSlug) ? [.. slugs.Order(StringComparer.Ordinal)] : null;
    }

    static bool IsSlug(string text) =>
        text.Length is > 0 and <= RegistrationDefaults.MaxNetworkLength
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_');
}
