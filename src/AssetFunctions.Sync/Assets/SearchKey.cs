namespace AssetFunctions.Sync.Assets;

/// <summary>Normalized form in which symbols and names are searched.</summary>
public static class SearchKey
{
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant();
    }
}
