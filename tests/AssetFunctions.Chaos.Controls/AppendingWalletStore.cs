using System.Collections.Concurrent;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Chaos.Controls;

/// <summary>Stores the positions of a redelivered chunk again, beside the stored ones: it lacks idempotency.</summary>
sealed class AppendingWalletStore(IWalletStore inner) : BrokenWalletStore(inner)
{
    const string Again = "-again";

    readonly ConcurrentDictionary<(string Attempt, int Chunk), IReadOnlyList<Position>> _stored = new();

    public override async Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, CancellationToken cancellationToken)
    {
        var found = await Inner.ReadRangeAsync(wallet, range, cancellationToken);
        return found.State is { Run: { ChunkCount: 1 } run } state && state.Marks.Values.Of(run).Any()
            ? found with { State = state with { Marks = new Dictionary<int, ChunkMark>(), LastFinish = null } }
            : found;
    }

    public override async Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken)
    {
        var key = (commit.Run.Attempt, commit.Mark.Index);
        if (_stored.TryGetValue(key, out var positions))
        {
            // With a slightly later time it passes for another run.
            var later = commit.Run with { StartedAt = commit.Run.StartedAt.AddMilliseconds(1) };
            return await Inner.CommitAsync(
                commit with
                {
                    Run = later,
                    Mark = commit.Mark with { Attempt = later.Attempt },
                    Upserts = [.. positions.Select(position => position with { Id = position.Id + Again })],
                },
                cancellationToken);
        }

        var state = await Inner.CommitAsync(commit, cancellationToken);
        if (state is not null && commit.Run.ChunkCount == 1)
        {
            _stored[key] = commit.Upserts;
        }

        return state;
    }
}
