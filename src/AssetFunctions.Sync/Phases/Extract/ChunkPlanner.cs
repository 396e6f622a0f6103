using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Extract;

/// <summary>
/// Splits the positions of one fetch into self-contained chunks. Positions are sorted by id and split evenly, so an unchanged wallet always has
/// the same chunks, a chunk has few networks, and each chunk owns a range of ids: a stored position missing from its range has left the wallet.
/// </summary>
static class ChunkPlanner
{
    const int TallyBytes = 1024;

    /// <param name="template">The run; chunk count, layout and position count are filled in here.</param>
    public static IReadOnlyList<AssetsMessage> Plan(
        SyncRun template, IReadOnlyList<ProviderPosition> rows, IReadOnlyList<string> unreadableRefs, int positionsPerChunk)
    {
        var positions = Merge(rows);
        var chunkCount = Math.Max(1, (positions.Count + positionsPerChunk - 1) / positionsPerChunk);
        while (true)
        {
            var chunks = Cut(template, positions, unreadableRefs, chunkCount);
            if (chunks.All(Fits))
            {
                return chunks;
            }

            chunkCount++;
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

    static List<AssetsMessage> Cut(
        SyncRun template, List<Position> positions, IReadOnlyList<string> unreadableRefs, int chunkCount)
    {
        var starts = Enumerable.Range(0, chunkCount + 1).Select(i => (int)((long)positions.Count * i / chunkCount)).ToArray();
        var bounds = starts.Select((start, i) =>
            i == 0 ? PositionId.Prefix : i == chunkCount ? PositionId.End : positions[start].Id).ToArray();
        var run = template with
        {
            ChunkCount = chunkCount,
            PositionCount = positions.Count,
            Layout = ContentHash.Text(ContentHash.Of(bounds)),
        };
        return [.. Enumerable.Range(0, chunkCount).Select(i => new AssetsMessage(ChunkOf(run, i, positions[starts[i]..starts[i + 1]], bounds, unreadableRefs)))];
    }

    static Chunk ChunkOf(SyncRun run, int index, List<Position> positions, string[] bounds, IReadOnlyList<string> unreadableRefs) => new()
    {
        Run = run,
        Index = index,
        Range = new PositionRange(bounds[index], bounds[index + 1]),
        Digest = ContentHash.Text(ContentHash.Of([.. positions.SelectMany(position => new[] { position.Id, position.Fingerprint })])),
        Positions = [.. positions.Select(position => position.Row)],
        UnreadableRefs = unreadableRefs,
    };

    // A single position always fits, because its texts are bounded when parsed. The stages fill in the tally later. The text is ASCII.
    static bool Fits(AssetsMessage message) =>
        message.Chunk.Positions.Count <= 1 || message.Text.Length <= MessageLimits.MaxMessageBytes - TallyBytes;
}
