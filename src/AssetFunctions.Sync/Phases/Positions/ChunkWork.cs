using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>One delivery of a chunk: what it costs and which part of the cost its mark tells.</summary>
/// <param name="chunk">The chunk.</param>
/// <param name="context">The delivery.</param>
/// <param name="carried">Usage of the run that earlier marks of this process could not tell, because it came after them.</param>
/// <param name="doubtful">Usage of a failed delivery of the chunk that its mark tells if it was stored.</param>
sealed class ChunkWork(Chunk chunk, PhaseContext context, DatabaseUsage carried, DatabaseUsage doubtful = default)
{
    DatabaseUsage _reported;

    public Chunk Chunk { get; } = chunk;

    public SyncRun Run => Chunk.Run;

    /// <summary>The positions of the chunk. What identifies them is computed once, however often the chunk is compared.</summary>
    public IReadOnlyList<Position> Positions => field ??= [.. Chunk.Positions.Select(Position.From)];

    /// <summary>Usage that no mark tells yet: that of the committing request itself and of whatever followed it.</summary>
    public DatabaseUsage NotYetReported
    {
        get
        {
            var usage = context.Usage.Usage + carried + doubtful;
            return new DatabaseUsage(usage.Requests - _reported.Requests, usage.RequestUnits - _reported.RequestUnits);
        }
    }

    /// <summary>Builds the mark.</summary>
    /// <param name="done">What was done for the chunk.</param>
    /// <param name="kept">Stored positions that the chunk does not show. A range that keeps more than the chunk shows gets a digest that no chunk has, so that it is compared anew next time.</param>
    /// <param name="values">What the range is worth where that is not what the chunk is worth, or null.</param>
    public ChunkMark Mark(ChunkTally done, int kept, ChunkTally? values = null) => new(
        Chunk.Index,
        Run.Attempt,
        kept == 0 ? Chunk.Digest : $"{Chunk.Digest}+{kept}",
        (values is null ? Chunk.Tally : Chunk.Tally.WithValuesOf(values)) + done + UsageTally(NotYetReported));

    /// <summary>Whether a mark is being stored: if that fails, it may be stored all the same.</summary>
    public bool IsMarkInDoubt { get; set; }

    /// <summary>Notes that an earlier delivery stored the mark; it tells the usage of that delivery if this process made it.</summary>
    public void ReportDoubtful(ChunkMark mark)
    {
        if (doubtful != default)
        {
            Report(mark);
        }
    }

    /// <summary>Notes that a mark is stored, and with it the usage it tells.</summary>
    public void Report(ChunkMark mark) => _reported = new DatabaseUsage(
        mark.Tally.Requests - Chunk.Tally.Requests,
        mark.Tally.RequestUnits - Chunk.Tally.RequestUnits);

    /// <summary>Notes that the sum of the run is stored, and with it the usage it tells: that and the request that stored it.</summary>
    public void ReportFinish(DatabaseUsage usage) => _reported = new DatabaseUsage(
        _reported.Requests + usage.Requests + 1,
        _reported.RequestUnits + usage.RequestUnits);

    public static ChunkTally UsageTally(DatabaseUsage usage) => new() { Requests = usage.Requests, RequestUnits = usage.RequestUnits };
}
