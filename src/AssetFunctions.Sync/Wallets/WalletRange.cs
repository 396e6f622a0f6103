using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Progress mark of one chunk, committed together with the positions it speaks of.</summary>
/// <param name="Index">Index of the chunk in its run, from 0.</param>
/// <param name="Attempt">Attempt of the run that set the mark, see <see cref="SyncRun.Attempt"/>.</param>
/// <param name="Digest">Fingerprint over the identity and content of all positions of the chunk.</param>
/// <param name="Tally">What was done for the chunk.</param>
public sealed record ChunkMark(int Index, string Attempt, string Digest, ChunkTally Tally);

/// <summary>Marks of one run among those of a layout.</summary>
public static class ChunkMarks
{
    /// <summary>The marks that this attempt of the run set.</summary>
    public static IEnumerable<ChunkMark> Of(this IEnumerable<ChunkMark> marks, SyncRun run) => marks.Where(mark => mark.Attempt == run.Attempt);

    /// <summary>What was done for all the chunks together.</summary>
    public static ChunkTally Sum(this IEnumerable<ChunkMark> marks) => marks.Aggregate(new ChunkTally(), (sum, mark) => sum + mark.Tally);
}

/// <summary>A half-open range of position ids, compared by ordinal. The ranges of a run's chunks tile the whole id space of the wallet.</summary>
/// <param name="From">First id inside the range.</param>
/// <param name="To">First id beyond the range.</param>
public readonly record struct PositionRange(string From, string To);

/// <summary>What a range of a wallet holds now.</summary>
/// <param name="State">Sync state of the wallet, or null for a wallet the store has never seen.</param>
/// <param name="Positions">Id and content fingerprint of every stored position in the range.</param>
public sealed record WalletRange(WalletState? State, IReadOnlyList<StoredPosition> Positions);

/// <summary>Identity and content fingerprint of a stored position.</summary>
/// <param name="Id">Document id, see <see cref="Positions.PositionId"/>.</param>
/// <param name="Fingerprint">Fingerprint of everything about the position that is stored, see <see cref="Positions.PositionFingerprint"/>.</param>
/// <param name="ProviderRef">The provider's own id of the position.</param>
/// <param name="Provider">Name of the provider that showed the position last.</param>
/// <param name="Held">What is held.</param>
public readonly record struct StoredPosition(string Id, string Fingerprint, string ProviderRef, string Provider, HeldAmount Held);
