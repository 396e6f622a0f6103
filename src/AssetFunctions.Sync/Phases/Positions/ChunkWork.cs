using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>One delivery of a chunk: its database usage, and how much of it the checkpoint includes.</summary>
/// <param name="chunk">The chunk.</param>
/// <param name="usage">Usage of the chunk so far, in earlier stages and deliveries too.</param>
sealed class ChunkWork(Chunk chunk, DatabaseUsageScope usage)
{
    public Chunk Chunk { get; } = chunk;

    public SyncRun Run => Chunk.Run;

    /// <summary>Positions of the chunk. Ids and fingerprints are computed once, however often the chunk is compared.</summary>
    public IReadOnlyList<Position> Positions => field ??= [.. Chunk.Positions.Select(Position.From)];

    /// <summary>Whether the checkpoint is stored.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Usage not yet included in any checkpoint: the charge of the commit itself, and later requests.</summary>
    public DatabaseUsage NotYetReported => usage.Unreported;

    /// <summary>Builds the checkpoint. The request that stores it is counted in advance.</summary>
    /// <param name="done">Counts of the work done for the chunk.</param>
    /// <param name="kept">Number of kept positions. If any, the digest matches no chunk, so that the range is compared again next time.</param>
    /// <param name="values">Value of the range if it differs from that of the chunk, or null.</param>
    public ChunkMark Mark(ChunkTally done, int kept, ChunkTally? values = null)
    {
        var tally = (values is null ? Chunk.Tally : Chunk.Tally.WithValuesOf(values)) + done;
        return new ChunkMark(
            Chunk.Range, Run.StartedAt, kept == 0 ? Chunk.Digest : $"{Chunk.Digest}+{kept}", tally.WithUsage(usage.Usage + DatabaseUsage.OneRequest));
    }

    /// <summary>Notes that this delivery stored the checkpoint.</summary>
    public void Report(ChunkMark mark)
    {
        usage.Reported = mark.Tally.Usage;
        IsMarked = true;
    }

    /// <summary>Notes that an earlier delivery stored the checkpoint, which is part of the usage that the message has, if it has any.</summary>
    public void ReportEarlier(ChunkMark mark)
    {
        usage.Reported = mark.Tally.Usage.AtMost(Chunk.Tally.Usage);
        IsMarked = true;
    }

    /// <summary>Notes that more usage is reported.</summary>
    public void ReportMore(DatabaseUsage reported) => usage.Reported += reported;
}
