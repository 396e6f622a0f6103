using AssetFunctions.Cli.Api;
using Spectre.Console;

namespace AssetFunctions.Cli.Report;

/// <summary>Result of copying the prices of one network.</summary>
/// <param name="Rows">Rows of its pages; each was copied, up to date, or failed.</param>
sealed record PriceCopy(string Network, int Pages, int Rows, int Copied, int UpToDate, int Failed)
{
    public static IReadOnlyList<PriceCopy> Of(IEnumerable<PricePageResponse> pages) =>
    [
        .. pages.GroupBy(page => page.Network, StringComparer.Ordinal).Select(pages => new PriceCopy(
            pages.Key, pages.Count(), pages.Sum(page => page.Rows), pages.Sum(page => page.Copied), pages.Sum(page => page.UpToDate), pages.Sum(page => page.Failed))),
    ];
}

/// <summary>Table of copied prices by network.</summary>
static class PriceCopyTable
{
    public static Table Render(IReadOnlyList<PriceCopy> copies)
    {
        var table = Tables.Create().Words("network").Numbers("pages").Numbers("rows").Numbers("copied").Numbers("up to date").Numbers("failed");
        foreach (var copy in copies)
        {
            table.AddRow(
            [
                Tables.Cell(copy.Network), .. new[] { copy.Pages, copy.Rows, copy.Copied, copy.UpToDate, copy.Failed }.Select(count => Tables.Cell(Figures.Count(count))),
            ]);
        }

        return table;
    }
}
