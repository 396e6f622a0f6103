using System.Text.Json;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>One change of a position: the document to store, or only the id to remove.</summary>
readonly record struct PositionWrite(string Id, byte[]? Document);

/// <summary>Splits the position changes of a commit into batches within the limits of the service.</summary>
static class CommitPlan
{
    /// <returns>At least one batch; the last one has room for the records of a finished run.</returns>
    public static IReadOnlyList<List<PositionWrite>> Cut(ChunkCommit commit)
    {
        const int stateOperations = 1;
        const int finishOperations = 5;
        var capacity = CosmosDefaults.BatchOperations - stateOperations - (commit.Finish is null ? 0 : finishOperations);
        var batches = new List<List<PositionWrite>> { new() };
        var bytes = 0;
        foreach (var write in Writes(commit))
        {
            var size = write.Document?.Length ?? 0;
            if (batches[^1].Count == capacity || (batches[^1].Count > 0 && bytes + size > CosmosDefaults.BatchBytes))
            {
                batches.Add([]);
                bytes = 0;
            }

            batches[^1].Add(write);
            bytes += size;
        }

        return batches;
    }

    static IEnumerable<PositionWrite> Writes(ChunkCommit commit)
    {
        foreach (var position in commit.Upserts)
        {
            var document = WalletMapper.ToDocument(commit.Run, position);
            yield return new PositionWrite(position.Id, JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.PositionDocument));
        }

        foreach (var id in commit.Removals)
        {
            yield return new PositionWrite(id, Document: null);
        }
    }
}
