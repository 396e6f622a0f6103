using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Positions;

/// <summary>The difference between a chunk and what its range holds.</summary>
/// <param name="Upserts">Positions that are new or changed.</param>
/// <param name="Removals">Ids of stored positions that left the wallet.</param>
/// <param name="Kept">Stored positions the chunk does not show but that may not be removed.</param>
sealed record ChunkDiff(IReadOnlyList<Position> Upserts, IReadOnlyList<string> Removals, int Kept)
{
    /// <summary>
    /// Compares by fingerprint. A position that is stored but not in the chunk left the wallet only if the fetch was complete, was not empty,
    /// and had no unreadable row of that position. What another source stored leaves only by a set that sees everything and was read whole.
    /// </summary>
    public static ChunkDiff Between(ChunkMessage chunk, IReadOnlyList<StoredPosition> stored)
    {
        var wanted = chunk.Positions.Select(Position.From).ToList();
        var wantedIds = wanted.Select(position => position.Id).ToHashSet(StringComparer.Ordinal);
        var fingerprints = stored.ToDictionary(position => position.Id, position => position.Fingerprint, StringComparer.Ordinal);
        var unreadable = chunk.UnreadableRefs.ToHashSet(StringComparer.Ordinal);

        var vanished = stored.Where(position => !wantedIds.Contains(position.Id)).ToList();
        var removals = MayRemove(chunk.Run)
            ? vanished.Where(HasLeft).Select(position => position.Id).ToList()
            : [];
        return new ChunkDiff(
            [.. wanted.Where(position => fingerprints.GetValueOrDefault(position.Id) != position.Fingerprint)],
            removals,
            vanished.Count - removals.Count);

        // The ids of unreadable rows are those of the run's own source: they tell nothing about what another source stored.
        bool HasLeft(StoredPosition position) => position.Source == chunk.Run.Source
            ? !unreadable.Contains(position.ProviderRef)
            : !chunk.Run.IsNarrow && unreadable.Count == 0;
    }

    static bool MayRemove(SyncRun run) => run.IncompleteReason is null && !IsEmpty(run);

    /// <summary>Whether the provider answered with nothing at all, which for a wallet with holdings is more likely its fault than the truth.</summary>
    public static bool IsEmpty(SyncRun run) => run.PositionCount == 0 && run.Skipped.Values.Sum() == 0;
}
