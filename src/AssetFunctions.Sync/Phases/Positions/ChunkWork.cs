using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>One delivery of a chunk: its database usage, and how much of it the checkpoint includes.</summary>
/// <param name="chunk">The chunk.</param>
/// <param name="context">The delivery.</param>
/// <param name="carried">Usage of the run in this process that came after its earlier checkpoints.</param>
/// <param name="doubtful">Usage of a failed delivery of the chunk, already reported if that delivery's checkpoint was stored.</param>
sealed class ChunkWork(Chunk chunk, PhaseContext context, DatabaseUsage carried, DatabaseUsage doubtful = default)
{
    DatabaseUsage _reported;

    public Chunk Chunk { get; } = chunk;

    public SyncRun Run => Chunk.Run;

    /// <summary>Positions of the chunk. Ids and fingerprints are computed once, however often the chunk is compared.</summary>
    public IReadOnlyList<Position> Positions => field ??= [.. Chunk.Positions.Select(Position.From)];

    /// <summary>Usage not yet included in any checkpoint: that of the commit itself and of later requests.</summary>
    public DatabaseUsage NotYetReported
    {
        get
        {
            var usage = context.Usage.Usage + carried + doubtful;
            return new DatabaseUsage(usage.Requests - _reported.Requests, usage.RequestUnits - _reported.RequestUnits);
        }
    }

    /// <summary>Builds the checkpoint.</summary>
    /// <param name="done">Counts of the work done for the chunk.</param>
    /// <param name="kept">Number of kept positions. If any, the digest matches no chunk, so that the range is compared again next time.</param>
    /// <param name="values">Value of the range if it differs from that of the chunk, or null.</param>
    public ChunkMark Mark(ChunkTally done, int kept, ChunkTally? values = null) => new(
        Chunk.Index,
        Run.Attempt,
        kept == 0 ? Chunk.Digest : $"{Chunk.Digest}+{kept}",
        (values is null ? Chunk.Tally : Chunk.Tally.WithValuesOf(values)) + done + UsageTally(NotYetReported));

    /// <summary>Whether the checkpoint is being stored: if the request fails, it may have been stored all the same.</summary>
    public bool IsMarkInDoubt { get; set; }

    /// <summary>Notes that an earlier delivery stored the checkpoint, which includes that delivery's usage if it ran in this process.</summary>
    public void ReportDoubtful(ChunkMark mark)
    {
        if (doubtful != default)
        {
            Report(mark);
        }
    }

    /// <summary>Notes that a checkpoint with its usage is stored.</summary>
    public void Report(ChunkMark mark) => _reported = new DatabaseUsage(
        mark.Tally.Requests - Chunk.Tally.Requests,
        mark.Tally.RequestUnits - Chunk.Tally.RequestUnits);

    /// <summary>Notes that the run's sum is stored, which includes the given usage and the request that stored it.</summary>
    public void ReportFinish(DatabaseUsage usage) => _reported = new DatabaseUsage(
        _reported.Requests + usage.Requests + 1,
        _reported.RequestUnits + usage.RequestUnits);

    public static ChunkTally UsageTally(DatabaseUsage usage) => new() { Requests = usage.Requests, RequestUnits = usage.RequestUnits };
}
