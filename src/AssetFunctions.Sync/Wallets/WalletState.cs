using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Sync state of one wallet as stored: the newest run and how far it got.</summary>
public sealed record WalletState
{
    /// <summary>The newest run that wrote anything for the wallet, or null when none ever did.</summary>
    public SyncRun? Run { get; init; }

    public RunStatus Status { get; init; } = RunStatus.Running;

    /// <summary>Whether <see cref="Run"/> has finished. One that was given up has not, whatever its status says: its chunks may still come.</summary>
    public bool IsFinished { get; init; }

    /// <summary>
    /// The last mark of every chunk of the current layout, by chunk index. A mark of an earlier run tells what the range held then,
    /// a mark of the current run that the chunk is done.
    /// </summary>
    public IReadOnlyDictionary<int, ChunkMark> Marks { get; init; } = new Dictionary<int, ChunkMark>();

    /// <summary>Opaque version (ETag) of the stored state.</summary>
    public required string Version { get; init; }

    /// <summary>Whether the wallet is being deleted or was: no run may store anything.</summary>
    public bool IsClosed { get; init; }

    /// <summary>When the wallet came back after a deletion (UTC), or null: runs fetched before belong to what was deleted.</summary>
    public DateTimeOffset? RevivedAt { get; init; }

    /// <summary>Whether a run must not store anything because the wallet was deleted since it was fetched.</summary>
    public bool IsClosedTo(SyncRun run) => IsClosedTo(run.StartedAt);

    /// <summary>Whether what was fetched at an instant must not be stored because the wallet was deleted since.</summary>
    public bool IsClosedTo(DateTimeOffset fetchedAt) => IsClosed || fetchedAt <= RevivedAt;

    /// <summary>Whether every chunk of <paramref name="run"/> has been marked.</summary>
    public bool HasAllMarksOf(SyncRun run) => Marks.Values.Of(run).Count() == run.ChunkCount;
}

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
/// <param name="Source">Name of the provider that showed the position last.</param>
/// <param name="Held">What is held.</param>
public readonly record struct StoredPosition(string Id, string Fingerprint, string ProviderRef, string Source, HeldAmount Held);
