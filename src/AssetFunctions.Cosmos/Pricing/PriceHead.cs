namespace AssetFunctions.Cosmos.Pricing;

/// <summary>The directory of a network's price pages.</summary>
/// <param name="Network">The network.</param>
/// <param name="Pages">Prefixes of all pages in ascending order; none while there are no pages.</param>
/// <param name="TakenOver">Held assets whose documents changed earlier are in a page, in seconds since 1970 by the database's clock.</param>
/// <param name="Version">The ETag, or null when the directory is not stored.</param>
sealed record PriceHead(string Network, IReadOnlyList<string> Pages, long TakenOver, string? Version)
{
    /// <summary>The prefix of the page that an address belongs to. There must be pages.</summary>
    public string PageOf(string address)
    {
        // Of prefixes that cover everything and never each other, the last one that is not behind the hash is its own.
        var hash = PricePrefix.HashOf(address);
        var (low, high) = (0, Pages.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = string.CompareOrdinal(Pages[middle], hash) <= 0 ? (middle, high) : (low, middle - 1);
        }

        return Pages[low];
    }
}
