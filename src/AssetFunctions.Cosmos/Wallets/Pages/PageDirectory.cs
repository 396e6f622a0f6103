using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Cosmos.Wallets.Pages;

/// <summary>The pages of a wallet, as its state lists them.</summary>
static class PageDirectory
{
    /// <summary>Ranges of all pages, in order. They do not overlap; where there is none, nothing is stored.</summary>
    public static IEnumerable<PositionRange> PageRanges(this WalletMembers state)
    {
        foreach (var (_, range) in (state.Ranges ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var starts = range.Pages ?? [];
            for (var i = 0; i < starts.Count; i++)
            {
                yield return new PositionRange(starts[i], i + 1 < starts.Count ? starts[i + 1] : range.To);
            }
        }
    }

    /// <summary>Ranges of the pages that overlap a range.</summary>
    public static IReadOnlyList<PositionRange> PagesIn(this WalletMembers state, PositionRange range) => [.. state.PageRanges().Where(page => page.Overlaps(range))];
}
