using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>The difference between a chunk and the stored positions of its range.</summary>
/// <param name="Upserts">Positions that are new or changed.</param>
/// <param name="Removals">Ids of stored positions that left the wallet.</param>
/// <param name="Kept">Stored positions that are missing or incomplete in the chunk but may not be removed or changed.</param>
/// <param name="Shown">Positions that are stored as the chunk has them.</param>
sealed record ChunkDiff(
    IReadOnlyList<Position> Upserts, IReadOnlyList<string> Removals, IReadOnlyList<StoredPosition> Kept, IReadOnlyList<Position> Shown)
{
    /// <summary>Content of the range after the difference is stored.</summary>
    public IEnumerable<HeldAmount> Held => Shown.Select(position => position.Row.Held).Concat(Kept.Select(position => position.Held));

    /// <summary>
    /// Compares by fingerprint. A stored position that is missing from the chunk has left the wallet only if the fetch was complete and not empty, and
    /// no row of that position was unreadable. A position from another provider is removed only by a provider with full coverage whose rows were all
    /// readable. A position summed from several rows is not changed while one of them is unreadable or may be missing.
    /// </summary>
    /// <param name="wanted">Positions of the chunk.</param>
    /// <param name="stored">Stored positions of its range.</param>
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

        // Unreadable rows have ids of the run's own provider, which cannot be matched with another provider's positions.
        bool HasLeft(StoredPosition position) => position.Provider == chunk.Run.Provider
            ? !ProviderRefs.IsAmong(position.ProviderRef, unreadable)
            : !chunk.Run.IsNarrow && unreadable.Count == 0;
    }

    static bool MayRemove(SyncRun run) => run.IncompleteReason is null && !IsEmpty(run);

    /// <summary>Whether the provider returned nothing at all, which for a wallet with positions is more likely a provider failure than correct.</summary>
    public static bool IsEmpty(SyncRun run) => run.PositionCount == 0 && run.Skipped.Values.Sum() == 0;
}
