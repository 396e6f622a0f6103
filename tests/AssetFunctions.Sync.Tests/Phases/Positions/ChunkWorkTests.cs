using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Tests.Phases.Positions;

public sealed class ChunkWorkTests
{
    [Fact]
    public void Positions_are_identified_once_however_often_the_chunk_is_compared()
    {
        var chunk = ChunkPlanner.Plan(TestRows.Run(), TestRows.Positions(3), [], 90)[0].Chunk;
        using var usage = new DatabaseMeter().Begin();
        var work = new ChunkWork(chunk, usage);

        Assert.Equal(chunk.Positions, work.Positions.Select(position => position.Row));
        Assert.Same(work.Positions, work.Positions);
    }
}
