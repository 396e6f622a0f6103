using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Wallets.Pages;

/// <summary>
/// How a commit changes the pages of a wallet. The pages of the chunk's range are cut anew by the ids alone, see <see cref="PositionCuts"/>; those
/// that come out as they are stored are not written. A stored page that reaches beyond the range is split, and its rows outside are kept.
/// </summary>
/// <param name="Writes">New and changed pages. One whose range begins like that of a stored page replaces it.</param>
/// <param name="Replaced">Stored pages that must not have changed, by the first id of their ranges; those without a write are removed.</param>
/// <param name="Ranges">All ranges of the wallet after the commit.</param>
sealed record PagePlan(
    IReadOnlyList<PositionPage> Writes, IReadOnlyDictionary<string, PositionPage> Replaced, Dictionary<string, RangeDocument> Ranges)
{
    public static PagePlan Of(ChunkCommit commit, StoredRange stored)
    {
        // Positions that were documents until now are all here, and all of them become pages.
        var marks = MarksAfter(commit, stored);
        var range = commit.Mark.Range;
        var changed = Changed(commit, stored);
        var pages = new List<PositionPage>();
        foreach (var part in stored.IsInDocuments ? marks.Values.Select(mark => mark.Range) : Parts(stored, range))
        {
            pages.AddRange(Cut(part, changed));
        }

        pages = WithUnreadable(pages, stored);
        var before = stored.Pages.Where(page => page.Version is not null).ToDictionary(page => page.Range.From, StringComparer.Ordinal);
        var writes = pages.Where(page => !(before.TryGetValue(page.Range.From, out var same) && same.IsSameAs(page))).ToList();
        var after = pages.Select(page => page.Range.From).ToHashSet(StringComparer.Ordinal);
        var replaced = before.Where(entry => !pages.Exists(entry.Value.IsSameAs)).ToDictionary(StringComparer.Ordinal);
        return new PagePlan(writes, replaced, RangesAfter(commit, stored, marks, after));
    }

    /// <summary>Whether ranges other than that of the chunk change too, so that all are written.</summary>
    public bool ChangesOtherRanges(ChunkCommit commit, StoredRange stored) =>
        stored.Document is not { HasRanges: true, Ranges: { } before }
        || before.Count != Ranges.Count - (before.ContainsKey(commit.Mark.Range.From) ? 0 : 1)
        || Ranges.Any(entry => entry.Key != commit.Mark.Range.From && !ReferenceEquals(before.GetValueOrDefault(entry.Key), entry.Value));

    static IReadOnlyDictionary<string, ChunkMark> MarksAfter(ChunkCommit commit, StoredRange stored)
    {
        var marks = (stored.State?.Marks ?? ChunkMarks.None).With(commit.Mark);
        return stored.IsInDocuments ? WithoutGaps(marks) : marks;
    }

    static SortedDictionary<string, ChunkMark> WithoutGaps(IReadOnlyDictionary<string, ChunkMark> marks)
    {
        var all = new SortedDictionary<string, ChunkMark>(StringComparer.Ordinal);
        var from = PositionId.Prefix;
        foreach (var mark in marks.Values.OrderBy(mark => mark.Range.From, StringComparer.Ordinal))
        {
            Fill(mark.Range.From);
            all[mark.Range.From] = mark;
            from = mark.Range.To;
        }

        Fill(PositionId.End);
        return all;

        void Fill(string to)
        {
            if (string.CompareOrdinal(from, to) < 0)
            {
                all[from] = ChunkMark.RestOf(new PositionRange(from, to));
            }
        }
    }

    // The range itself, and what stored pages have beside it.
    static IEnumerable<PositionRange> Parts(StoredRange stored, PositionRange range)
    {
        foreach (var page in stored.Pages)
        {
            if (string.CompareOrdinal(page.Range.From, range.From) < 0)
            {
                yield return page.Range with { To = range.From };
            }

            if (string.CompareOrdinal(range.To, page.Range.To) < 0)
            {
                yield return page.Range with { From = range.To };
            }
        }

        yield return range;
    }

    static List<PageRow> Changed(ChunkCommit commit, StoredRange stored)
    {
        var rows = new SortedDictionary<string, PageRow>(StringComparer.Ordinal);
        foreach (var row in stored.Pages.SelectMany(page => page.Rows))
        {
            rows[row.Position.Id] = row;
        }

        foreach (var id in commit.Removals)
        {
            rows.Remove(id);
        }

        foreach (var position in commit.Upserts)
        {
            var since = rows.GetValueOrDefault(position.Id)?.Since ?? commit.Run.StartedAt;
            rows[position.Id] = new PageRow(position, commit.Run.Provider, commit.Run.StartedAt, commit.Run.RunId, since);
        }

        return [.. rows.Values];
    }

    static IEnumerable<PositionPage> Cut(PositionRange range, List<PageRow> rows)
    {
        var own = rows.FindAll(row => range.Contains(row.Position.Id));
        return PositionCuts.Cut(range, own.ConvertAll(row => row.Position), PositionCuts.PageWeight)
            .Where(part => part.Count > 0)
            .Select(part => new PositionPage(part.Range, own[part.Start..part.End]));
    }

    // A row that cannot be read has no id. It stays in the page that covers the beginning of its former one.
    static List<PositionPage> WithUnreadable(List<PositionPage> pages, StoredRange stored)
    {
        foreach (var page in stored.Pages.Where(page => page.Unreadable.Count > 0))
        {
            var at = Math.Max(0, pages.FindLastIndex(other => string.CompareOrdinal(other.Range.From, page.Range.From) <= 0));
            if (pages.Count == 0)
            {
                pages.Add(page with { Rows = [], Unreadable = [] });
            }

            pages[at] = pages[at] with { Unreadable = [.. pages[at].Unreadable, .. page.Unreadable] };
        }

        return pages;
    }

    static Dictionary<string, RangeDocument> RangesAfter(
        ChunkCommit commit, StoredRange stored, IReadOnlyDictionary<string, ChunkMark> marks, HashSet<string> written)
    {
        var before = stored.Document is { HasRanges: true, Ranges: { } known } ? known : [];
        var starts = before.Values.SelectMany(range => range.Pages ?? [])
            .Where(start => !stored.Pages.Any(page => page.Version is not null && page.Range.From == start))
            .Concat(written)
            .Order(StringComparer.Ordinal)
            .ToList();
        var isFinished = commit is { Finish: not null, Run.ChunkCount: 1 };
        var ranges = new Dictionary<string, RangeDocument>(StringComparer.Ordinal);
        foreach (var mark in marks.Values)
        {
            var pages = starts.FindAll(mark.Range.Contains);
            ranges[mark.Range.From] = mark != commit.Mark && before.GetValueOrDefault(mark.Range.From) is { Pages: { } same } range
                && range.To == mark.Range.To && same.SequenceEqual(pages, StringComparer.Ordinal)
                ? range
                : WalletMapper.ToDocument(mark, pages, isFinished && mark == commit.Mark);
        }

        return ranges;
    }
}
