namespace AssetFunctions.Sync.Wallets;

/// <summary>Validates network slugs that a user states.</summary>
public static class NetworkSlugs
{
    /// <summary>Trims, folds, deduplicates and sorts network slugs; null when one is invalid or there are too many.</summary>
    public static IReadOnlyList<string>? Clean(IEnumerable<string?> networks)
    {
        var slugs = networks.Select(network => network?.Trim().ToLowerInvariant() ?? string.Empty).Distinct(StringComparer.Ordinal).ToList();
        return slugs.Count <= RegistrationDefaults.MaxNetworks && slugs.TrueForAll(IsSlug) ? [.. slugs.Order(StringComparer.Ordinal)] : null;
    }

    static bool IsSlug(string text) =>
        text.Length is > 0 and <= RegistrationDefaults.MaxNetworkLength
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_');
}
