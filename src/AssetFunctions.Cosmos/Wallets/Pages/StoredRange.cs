using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Wallets.Pages;

/// <summary>A range as it was read, with what a commit needs to write it again.</summary>
/// <param name="Document">The wallet's state, or null for an unknown wallet.</param>
/// <param name="Pages">The pages that overlap the range. Of a wallet whose positions are documents: one page that is not stored, with all of them.</param>
sealed record StoredRange(PositionRange Range, WalletDocument? Document, IReadOnlyList<PositionPage> Pages)
    : WalletRange(WalletMapper.ToState(Document), [.. RowsOf(Pages, Range).Select(row => row.ToStored())])
{
    /// <summary>Whether the wallet's positions are documents, all of which are here as one page that is not stored.</summary>
    public bool IsInDocuments => Pages is [{ Version: null }];

    static IEnumerable<PageRow> RowsOf(IReadOnlyList<PositionPage> pages, PositionRange range) =>
        pages.SelectMany(page => page.Rows).Where(row => range.Contains(row.Position.Id));
}
