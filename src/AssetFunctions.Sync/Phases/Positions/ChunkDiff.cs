using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>The difference between a chunk and what its range holds.</summary>
/// <param name="Upserts">Positions that are new or changed.</param>
/// <param name="Removals">Ids of stored positions that left the wallet.</param>
/// <param name="Kept">Stored positions that the chunk does not show, or not in full, and that may not be removed or changed for it.</param>
/// <param name="Shown">Positions of the chunk that are stored as it shows them.</param>
sealed record ChunkDiff(
    IReadOnlyList<Position> Upserts, IReadOnlyList<string> Removals, IReadOnlyList<StoredPosition> Kept, IReadOnlyList<Position> Shown)
{
    /// <summary>What the range holds once the difference is stored.</summary>
    public IEnumerable<HeldAmount> Held => Shown.Select(position => position.Row.Held).Concat(Kept.Select(position => position.Held));

    /// <summary>
    /// Compares by fingerprint. A position that is stored but not in the chunk left the wallet only if the fetch was complete, was not empty,
    /// and had no unreadable row of that position. What another provider stored leaves only by a set that sees everything and was read whole. One
    /// that was added up of several rows is not changed while one of them cannot be read or may be missing.
    /// </summary>
    /// <param name="wanted">The positions of the chunk.</param>
    /// <param name="stored">What its range holds.</param>
    public static ChunkDiff Between(Chunk chunk, IReadOnlyList<Position> wanted, IReadOnlyList<StoredPosition> stored)
    {
        var wantedIds = wanted.Select(position => position.Id).ToHashSet(StringComparer.Ordinal);
        var known = stored.ToDictionary(position => position.Id, StringComparer.Ordinal);
        var unreadable = chunk.UnreadableRefs.ToHashSet(StringComparer.Ordinal);

        var vanished = stored.Where(position => !wantedIds.Contains(position.Id)).ToList();
        var left = MayRemove(chunk.Run) ? vanished.Where(HasLeft).ToList() : [];
        var changed = wanted.Where(position => known.GetValueOrDefault(position.Id).Fingerprint != position.Fingerprint).ToList();
        var cut = changed.Where(position => known.TryGetValue(position.Id, out var before) && IsCut(position, before)).ToList();
        return new ChunkDiff(
            [.. changed.Except(cut)],
            [.. left.Select(position => position.Id)],
            [.. vanished.Except(left), .. cut.Select(position => known[position.Id])],
            [.. wanted.Except(cut)]);

        bool IsCut(Position position, StoredPosition before) => before.Provider == chunk.Run.Provider
            && (ProviderRefs.IsAmong(before.ProviderRef, unreadable)
                || (chunk.Run.IncompleteReason is not null && ProviderRefs.Lacks(position.Row.ProviderRef, before.ProviderRef)));

        // The ids of unreadable rows are those of the run's own provider: they tell nothing about what another provider stored.
        bool HasLeft(StoredPosition position) => position.Provider == chunk.Run.Provider
            ? !ProviderRefs.IsAmong(position.ProviderRef, unreadable)
            : !chunk.Run.IsNarrow && unreadable.Count == 0;
    }

    static bool MayRemove(SyncRun run) => run.IncompleteReason is null && !IsEmpty(run);

    /// <summary>Whether the provider answered with nothing at all, which for a wallet with holdings is more likely its fault than the truth.</summary>
    public static bool IsEmpty(SyncRun run) => run.PositionCount == 0 && run.Skipped.Values.Sum() == 0;
}
