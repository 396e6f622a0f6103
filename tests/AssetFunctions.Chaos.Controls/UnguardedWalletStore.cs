using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Chaos.Controls;

/// <summary>Stores every chunk, even after a newer run has stored something: it lacks the guard on the wallet's state.</summary>
sealed class UnguardedWalletStore(IWalletStore inner) : BrokenWalletStore(inner)
{
    public override async Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken)
    {
        var found = await Inner.ReadRangeAsync(wallet, range, expected, cancellationToken);
        return found.State is { } state
            ? found with { State = state with { Run = null, Marks = ChunkMarks.None, LastFinish = null } }
            : found;
    }

    public override async Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken)
    {
        var found = await Inner.ReadRangeAsync(commit.Run.Wallet, commit.Mark.Range, [], cancellationToken);
        if (found.State is not { } state)
        {
            return await Inner.CommitAsync(commit with { Basis = null, Range = null }, cancellationToken);
        }

        if (state.Run is { } stored && stored.Attempt == commit.Run.Attempt && (state.Finish is not null || state.Marks.Values.Of(stored).Any(mark => mark.Range == commit.Mark.Range)))
        {
            return state;
        }

        // An older run passes for one that began just after the newest.
        var run = state.Run is { } newer && newer.Attempt != commit.Run.Attempt && newer.StartedAt >= commit.Run.StartedAt
            ? commit.Run with { StartedAt = newer.StartedAt.AddMilliseconds(1) }
            : commit.Run;
        return await Inner.CommitAsync(
            commit with { Run = run, Mark = commit.Mark with { FetchedAt = run.StartedAt }, Basis = state, Range = null }, cancellationToken);
    }
}
