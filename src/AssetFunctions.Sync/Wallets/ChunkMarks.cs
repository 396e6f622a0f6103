using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Checkpoint of one chunk, committed together with the chunk's positions.</summary>
/// <param name="Range">Ids of the chunk.</param>
/// <param name="FetchedAt">
/// Fetch time of the run that set the checkpoint (UTC). It identifies the attempt: of two fetched at the same instant only one stores anything.
/// </param>
/// <param name="Digest">Fingerprint over the range and the identity and content of all its positions.</param>
/// <param name="Tally">Counts of the chunk.</param>
public sealed record ChunkMark(PositionRange Range, DateTimeOffset FetchedAt, string Digest, ChunkTally Tally)
{
    /// <summary>
    /// What is left of an older checkpoint's range beside a new one. Its positions are stored, but no digest speaks for them, so the chunk that
    /// covers it is compared.
    /// </summary>
    public static ChunkMark RestOf(PositionRange range) => new(range, default, string.Empty, new ChunkTally());

    public bool IsRest => Digest.Length == 0;
}

/// <summary>Selects, sums and replaces checkpoints.</summary>
public static class ChunkMarks
{
    public static IReadOnlyDictionary<string, ChunkMark> None { get; } = new Dictionary<string, ChunkMark>(StringComparer.Ordinal);

    /// <summary>Checkpoints set by this attempt of the run.</summary>
    public static IEnumerable<ChunkMark> Of(this IEnumerable<ChunkMark> marks, SyncRun run) => marks.Where(mark => mark.FetchedAt == run.StartedAt);

    /// <summary>Sum of the counts.</summary>
    public static ChunkTally Sum(this IEnumerable<ChunkMark> marks) => marks.Aggregate(new ChunkTally(), (sum, mark) => sum + mark.Tally);

    /// <summary>Whether the bounds of a checkpoint are new: it overlaps a stored one with other bounds.</summary>
    public static bool Moves(this IReadOnlyDictionary<string, ChunkMark> marks, PositionRange range) =>
        marks.Values.Any(other => other.Range != range && other.Range.Overlaps(range));

    /// <summary>The checkpoints after one is set. Of those that overlap it only the rests beside it stay, without a digest.</summary>
    public static IReadOnlyDictionary<string, ChunkMark> With(this IReadOnlyDictionary<string, ChunkMark> marks, ChunkMark mark)
    {
        var all = new SortedDictionary<string, ChunkMark>(StringComparer.Ordinal);
        foreach (var other in marks.Values)
        {
            foreach (var left in other.Range.Overlaps(mark.Range) ? Rests(other.Range, mark.Range) : [other])
            {
                all[left.Range.From] = left;
            }
        }

        all[mark.Range.From] = mark;
        return all;
    }

    static IEnumerable<ChunkMark> Rests(PositionRange range, PositionRange taken)
    {
        if (string.CompareOrdinal(range.From, taken.From) < 0)
        {
            yield return ChunkMark.RestOf(range with { To = taken.From });
        }

        if (string.CompareOrdinal(taken.To, range.To) < 0)
        {
            yield return ChunkMark.RestOf(range with { From = taken.To });
        }
    }
}
