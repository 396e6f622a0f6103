using System.Collections.Concurrent;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Chaos.Controls;

/// <summary>Stores the positions of a redelivered chunk again, beside the stored ones: it lacks idempotency.</summary>
sealed class AppendingWalletStore(IWalletStore inner) : BrokenWalletStore(inner)
{
    readonly ConcurrentDictionary<string, IReadOnlyList<Position>> _stored = new(StringComparer.Ordinal);

    public override async Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken)
    {
        var found = await Inner.ReadRangeAsync(wallet, range, expected, cancellationToken);
        return found.State is { Run: { ChunkCount: 1 } run } state && state.Marks.Values.Of(run).Any()
            ? found with { State = state with { Marks = ChunkMarks.None, LastFinish = null } }
            : found;
    }

    public override async Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken)
    {
        if (_stored.TryGetValue(commit.Run.Attempt, out var positions))
        {
            // With a slightly later time it passes for another run.
            var later = commit.Run with { StartedAt = commit.Run.StartedAt.AddMilliseconds(1) };
            return await Inner.CommitAsync(
                commit with
                {
                    Run = later,
                    Mark = commit.Mark with { FetchedAt = later.StartedAt },
                    Upserts = [.. positions.Select(position => Position.From(position.Row with { GroupId = "again" }))],
                    Basis = (await Inner.ReadRangeAsync(commit.Run.Wallet, commit.Mark.Range, [], cancellationToken)).State,
                    Range = null,
                },
                cancellationToken);
        }

        var state = await Inner.CommitAsync(commit, cancellationToken);
        if (state is not null && commit.Run.ChunkCount == 1)
        {
            _stored[commit.Run.Attempt] = commit.Upserts;
        }

        return state;
    }
}
