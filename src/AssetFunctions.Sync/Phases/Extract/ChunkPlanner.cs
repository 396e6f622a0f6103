using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Extract;

/// <summary>
/// Splits the positions of one fetch into self-contained chunks, see <see cref="PositionCuts"/>: an unchanged wallet always has the same chunks, a
/// position more or less changes few of them, and each chunk owns a range of ids, so that a stored position missing from it has left the wallet.
/// </summary>
static class ChunkPlanner
{
    const int TallyBytes = 1024;
    const string DigestVersion = "2";

    /// <param name="template">The run; chunk count, layout and position count are filled in here.</param>
    public static IReadOnlyList<AssetsMessage> Plan(
        SyncRun template, IReadOnlyList<ProviderPosition> rows, IReadOnlyList<string> unreadableRefs, int positionsPerChunk)
    {
        var positions = Merge(rows);
        var parts = PositionCuts.Cut(PositionRange.All, positions, positionsPerChunk);
        while (true)
        {
            var chunks = MessagesOf(template, positions, parts, unreadableRefs);
            if (chunks.TrueForAll(Fits))
            {
                return chunks;
            }

            parts = [.. parts.Zip(chunks).SelectMany(pair => Fits(pair.Second) ? [pair.First] : Halve(pair.First, positions))];
        }
    }

    // Rows with the same identity, such as two rewards of one pool, are one position with the sum of their amounts. A row that appears twice, on
    // overlapping pages, counts once. So do rows that spell the asset in two ways, such as a coin and its token address.
    static List<Position> Merge(IReadOnlyList<ProviderPosition> rows)
    {
        var byId = new SortedDictionary<string, ProviderPosition>(StringComparer.Ordinal);
        var several = new Dictionary<string, List<ProviderPosition>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var id = PositionId.For(row);
            if (byId.TryAdd(id, row))
            {
                continue;
            }

            if (!several.TryGetValue(id, out var same))
            {
                several[id] = same = [byId[id]];
            }

            same.Add(row);
        }

        foreach (var (id, same) in several)
        {
            byId[id] = OneView(same).GroupBy(row => row.ProviderRef, StringComparer.Ordinal).Select(copies => copies.Last()).Aggregate(Add);
        }

        return [.. byId.Select(entry => new Position(entry.Key, PositionFingerprint.Of(entry.Value), entry.Value))];
    }

    // The coin takes precedence over its token addresses, and the canonical spelling over others. A missing price is taken from another view.
    static IEnumerable<ProviderPosition> OneView(List<ProviderPosition> same)
    {
        var views = same.GroupBy(row => row.StatedAddress ?? string.Empty, StringComparer.Ordinal)
            .OrderBy(view => view.Key.Length == 0 ? 0 : view.Key == same[0].Asset.ContractAddress ? 1 : 2)
            .ThenBy(view => view.Key, StringComparer.Ordinal)
            .ToList();
        var price = views.SelectMany(view => view).Select(row => row.PriceUsd).FirstOrDefault(usd => usd is not null);
        return views[0].Select(row => row with { PriceUsd = row.PriceUsd ?? price });
    }

    static ProviderPosition Add(ProviderPosition left, ProviderPosition right)
    {
        var decimals = Math.Max(left.Decimals, right.Decimals);
        var (leftRaw, rightRaw) = (RawAmounts.Rescale(left.RawAmount, left.Decimals, decimals), RawAmounts.Rescale(right.RawAmount, right.Decimals, decimals));
        var (first, second) = string.CompareOrdinal(left.ProviderRef, right.ProviderRef) <= 0 ? (left, right) : (right, left);
        return first with
        {
            Facts = AssetFacts.Of([first.Facts, second.Facts]),
            ProviderRef = ProviderRefs.Join(left.ProviderRef, right.ProviderRef),
            Decimals = decimals,
            RawAmount = leftRaw + rightRaw,
            Scale = left.Scale == right.Scale ? left.Scale : RawAmounts.CommonScale((leftRaw, left.Scale ?? 1), (rightRaw, right.Scale ?? 1)),
            PriceUsd = left.PriceUsd ?? right.PriceUsd,
            // Null unless both are known: a partial value would pass for the whole one.
            ValueUsd = left.ValueUsd + right.ValueUsd,
        };
    }

    // A chunk whose message is too large is split between two pages, so that the pages stay as they are; a single page is split once more.
    static IReadOnlyList<PositionPart> Halve(PositionPart part, List<Position> positions)
    {
        var own = Of(positions, part);
        var weight = own.Sum(PositionCuts.WeightOf);
        var pages = PositionCuts.Cut(part.Range, own, weight > PositionCuts.PageWeight ? PositionCuts.PageWeight : weight / 2);
        var last = pages[(pages.Count - 1) / 2];
        return pages.Count == 1
            ? throw new InvalidOperationException($"The {part.Count} positions from {part.Range.From} do not fit into a message and cannot be split.")
            : [
                new PositionPart(part.Range with { To = last.Range.To }, part.Start, part.Start + last.End),
                new PositionPart(part.Range with { From = last.Range.To }, part.Start + last.End, part.End),
            ];
    }

    static List<AssetsMessage> MessagesOf(
        SyncRun template, List<Position> positions, IReadOnlyList<PositionPart> parts, IReadOnlyList<string> unreadableRefs)
    {
        var run = template with
        {
            PositionCount = positions.Count,
            ChunkCount = parts.Count,
            Layout = ContentHash.Text(ContentHash.Of([.. parts.Select(part => part.Range.From), PositionId.End])),
        };
        return [.. parts.Select((part, index) => new AssetsMessage(ChunkOf(run, index, part.Range, Of(positions, part), unreadableRefs)))];
    }

    static Chunk ChunkOf(SyncRun run, int index, PositionRange range, List<Position> positions, IReadOnlyList<string> unreadableRefs) => new()
    {
        Run = run,
        Index = index,
        Range = range,
        Digest = DigestOf(range, positions),
        Positions = [.. positions.Select(position => position.Row)],
        UnreadableRefs = unreadableRefs,
    };

    // The version keeps releases apart that store the same positions in another form.
    static string DigestOf(PositionRange range, List<Position> positions) => ContentHash.Text(ContentHash.Of(
        [DigestVersion, range.From, range.To, .. positions.SelectMany(position => new[] { position.Id, position.Fingerprint })]));

    static List<Position> Of(List<Position> positions, PositionPart part) => positions[part.Start..part.End];

    // A single position always fits, because its texts are bounded when parsed. The text is ASCII.
    /// <summary>Whether a message is small enough. The stages fill in the tally later.</summary>
    public static bool Fits(AssetsMessage message) =>
        message.Chunk.Positions.Count <= 1 || message.Text.Length <= MessageLimits.MaxMessageBytes - TallyBytes;
}
