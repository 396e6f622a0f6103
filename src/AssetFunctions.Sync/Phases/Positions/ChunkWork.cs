using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>One delivery of a chunk: what it costs and which part of the cost its mark reports.</summary>
/// <param name="chunk">The chunk.</param>
/// <param name="usage">What the chunk has used so far, in earlier stages and deliveries too.</param>
sealed class ChunkWork(Chunk chunk, DatabaseUsageScope usage)
{
    /// <summary>A request that is counted in advance, because what it stores is to count it.</summary>
    public static readonly DatabaseUsage OneRequest = new(1, 0);

    DatabaseUsage _reported;

    public Chunk Chunk { get; } = chunk;

    public SyncRun Run => Chunk.Run;

    /// <summary>The positions of the chunk. What identifies them is computed once, however often the chunk is compared.</summary>
    public IReadOnlyList<Position> Positions => field ??= [.. Chunk.Positions.Select(Position.From)];

    /// <summary>Whether the mark is stored.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Usage that is in no mark yet: what the committing request turned out to cost, and whatever followed it.</summary>
    public DatabaseUsage NotYetReported => usage.Usage.Beyond(_reported);

    /// <summary>Builds the mark. The request that stores it is counted in advance.</summary>
    /// <param name="done">What was done for the chunk.</param>
    /// <param name="kept">Stored positions that the chunk does not show. A range that keeps more than the chunk shows gets a digest that no chunk has, so that it is compared anew next time.</param>
    /// <param name="values">What the range is worth where that is not what the chunk is worth, or null.</param>
    public ChunkMark Mark(ChunkTally done, int kept, ChunkTally? values = null)
    {
        var tally = (values is null ? Chunk.Tally : Chunk.Tally.WithValuesOf(values)) + done;
        return new ChunkMark(
            Chunk.Index, Run.Attempt, kept == 0 ? Chunk.Digest : $"{Chunk.Digest}+{kept}", tally.WithUsage(usage.Usage + OneRequest));
    }

    /// <summary>Notes that this delivery stored the mark.</summary>
    public void Report(ChunkMark mark)
    {
        _reported = mark.Tally.Usage;
        IsMarked = true;
    }

    /// <summary>Notes that an earlier delivery stored the mark. If the message brought its account along, the mark is part of it.</summary>
    public void ReportEarlier(ChunkMark mark)
    {
        _reported = mark.Tally.Usage.AtMost(Chunk.Tally.Usage);
        IsMarked = true;
    }

    /// <summary>Notes that more usage is reported, and with it the request that stored the report.</summary>
    public void ReportWithRequest(DatabaseUsage reported) => _reported += reported + OneRequest;
}
