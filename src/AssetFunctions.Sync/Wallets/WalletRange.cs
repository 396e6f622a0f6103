using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Checkpoint of one chunk, committed together with the chunk's positions.</summary>
/// <param name="Index">Index of the chunk in its run, from 0.</param>
/// <param name="Attempt">Attempt of the run that set the checkpoint, see <see cref="SyncRun.Attempt"/>.</param>
/// <param name="Digest">Fingerprint over the identity and content of all positions of the chunk.</param>
/// <param name="Tally">Counts of the chunk.</param>
public sealed record ChunkMark(int Index, string Attempt, string Digest, ChunkTally Tally);

/// <summary>Selects and sums checkpoints.</summary>
public static class ChunkMarks
{
    /// <summary>Checkpoints set by this attempt of the run.</summary>
    public static IEnumerable<ChunkMark> Of(this IEnumerable<ChunkMark> marks, SyncRun run) => marks.Where(mark => mark.Attempt == run.Attempt);

    /// <summary>Sum of the counts.</summary>
    public static ChunkTally Sum(this IEnumerable<ChunkMark> marks) => marks.Aggregate(new ChunkTally(), (sum, mark) => sum + mark.Tally);
}

/// <summary>A half-open range of position ids in ordinal order. The ranges of a run's chunks cover all ids of the wallet.</summary>
/// <param name="From">First id of the range, inclusive.</param>
/// <param name="To">End of the range, exclusive.</param>
public readonly record struct PositionRange(string From, string To);

/// <summary>Stored content of a range of a wallet.</summary>
/// <param name="State">Sync state of the wallet, or null for a wallet unknown to the store.</param>
/// <param name="Positions">Id and content fingerprint of every stored position in the range.</param>
public sealed record WalletRange(WalletState? State, IReadOnlyList<StoredPosition> Positions);

/// <summary>Identity and content fingerprint of a stored position.</summary>
/// <param name="Id">Document id, see <see cref="Positions.PositionId"/>.</param>
/// <param name="Fingerprint">Fingerprint of the stored content, see <see cref="Positions.PositionFingerprint"/>.</param>
/// <param name="ProviderRef">The provider's id of the position.</param>
/// <param name="Provider">Name of the provider that reported the position last.</param>
/// <param name="Held">Asset and amount.</param>
public readonly record struct StoredPosition(string Id, string Fingerprint, string ProviderRef, string Provider, HeldAmount Held);
